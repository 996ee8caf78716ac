"""A user pool has multi-factor authentication off."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import Resource, Template, edits

RULE = Rule(
    title="User pool has no second factor",
    severity=Severity.WARNING,
    pillars=(Pillar.SECURITY,),
    sources=(
        Source("https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-mfa.html", "2026-11-20"),
    ),
    fix=FixKind.SOMETIMES,
    aliases=("COG001",),
    equivalents=("COG2",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each user pool without a second factor."""
    for pool in template.resources("AWS::Cognito::UserPool"):
        for setting in pool.each("MfaConfiguration", default="OFF"):
            if setting.text() == "OFF" and not _machines_only(pool):
                message = (
                    "A password is all it takes to sign in. Set MfaConfiguration to OPTIONAL or ON, with"
                    " EnabledMfas: [SOFTWARE_TOKEN_MFA]."
                )
                more = {"MfaConfiguration": "OPTIONAL", "EnabledMfas": ["SOFTWARE_TOKEN_MFA"]}
                yield Found(
                    setting,
                    message,
                    fix=edits.insert(pool, more, "Offer a second factor") if setting.defaulted else None,
                )


def _machines_only(pool: Resource) -> bool:
    """Whether every client of it is a machine."""
    clients = [
        each
        for each in pool.template.resources("AWS::Cognito::UserPoolClient")
        if each.get("UserPoolId").resource is pool
    ]
    flows = [[flow.text() for flow in each.get("AllowedOAuthFlows").items()] for each in clients]
    return bool(flows) and all(each == ["client_credentials"] for each in flows)
