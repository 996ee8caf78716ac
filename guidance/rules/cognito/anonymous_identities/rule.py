"""An identity pool gives AWS credentials to callers who have not signed in."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import Template, edits

RULE = Rule(
    title="Identity pool gives credentials to anybody",
    severity=Severity.WARNING,
    pillars=(Pillar.SECURITY,),
    sources=(Source("https://docs.aws.amazon.com/cognito/latest/developerguide/identity-pools.html", "2026-11-20"),),
    fix=FixKind.SOMETIMES,
    aliases=("COG002",),
    equivalents=("CKV_AWS_366", "COG7", "W57"),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each identity pool that lets guests in."""
    monitors = template.resources("AWS::RUM::AppMonitor")
    for pool in template.resources("AWS::Cognito::IdentityPool"):
        monitored = any(each.get("AppMonitorConfiguration", "IdentityPoolId").resource is pool for each in monitors)
        for setting in pool.each("AllowUnauthenticatedIdentities"):
            if setting.boolean() is True and not monitored:
                message = (
                    "Anybody gets AWS credentials from this pool without signing in. Set"
                    " AllowUnauthenticatedIdentities to false."
                )
                fix = edits.replace(setting, data=False, description="Ask guests to sign in")
                yield Found(setting, message, fix=fix)
