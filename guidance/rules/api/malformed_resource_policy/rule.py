"""The resource policy of a SAM API has a form that the transform rejects."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import (
    Template,
    Value,
)

RULE = Rule(
    title="Resource policy of an API has a form that SAM rejects",
    severity=Severity.ERROR,
    pillars=(Pillar.SECURITY, Pillar.OPERATIONS),
    sources=(
        Source(
            "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-api-resourcepolicystatement.html",
            "2026-11-20",
        ),
    ),
    aliases=("TPL022",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each ResourcePolicy that is no mapping, and each list of VPCs with a function in it."""
    for owner in {id(each.declared): each.declared for each in template.deployed.values()}.values():
        if owner.type == "AWS::Serverless::Api":
            yield from _policy(owner.get("Auth", "ResourcePolicy"))
        for _, event in owner.get("Events").entries() if owner.is_sam else ():
            if event.get("Type").text() == "Api":
                yield from _policy(event.get("Properties", "Auth", "ResourcePolicy"))


def _policy(policy: Value) -> Iterator[Found]:
    if policy.kind in {"scalar", "list"} and not policy.assumed:
        yield Found(
            policy, "ResourcePolicy has to be a mapping, such as CustomStatements or IpRangeWhitelist with a list."
        )
    for what in ("Blacklist", "Whitelist"):
        vpcs = policy.get(f"SourceVpc{what}")
        if vpcs.kind == "list" and any(each.kind in {"reference", "text", "mapping"} for each in vpcs.items()):
            message = f"SourceVpc{what} takes plain strings only: SAM tells VPCs from endpoints by their first letters."
            yield Found(vpcs, f"{message} Write functions under IntrinsicVpc{what} or IntrinsicVpce{what}.")
