"""A SAM resource has both a role of its own and Policies, which SAM ignores or rejects."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import (
    Template,
)

RULE = Rule(
    title="Policies stand beside a Role",
    severity=Severity.ERROR,
    pillars=(Pillar.SECURITY, Pillar.OPERATIONS),
    sources=(
        Source(
            "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-function.html",
            "2026-11-20",
        ),
    ),
    aliases=("IAM007",),
)
USERS = frozenset(("AWS::Serverless::Function", "AWS::Serverless::StateMachine"))


def check(template: Template) -> Iterator[Found]:
    """Yield each Policies that stands beside a Role in one deployment."""
    for declared in template.declared.values():
        if declared.type in USERS:
            roles = [role for role in declared.each("Role") if role.present]
            for policies in declared.each("Policies"):
                role = next((each for each in roles if template.together(each, policies)), None)
                if role is None or not policies.present:
                    continue
                if declared.type == "AWS::Serverless::Function":
                    message = f"SAM ignores Policies where there is a Role, so {declared.id} does not get these rights."
                    severity = Severity.WARNING
                else:
                    message = "SAM rejects a state machine with both a Role and Policies; nothing is deployed."
                    severity = Severity.ERROR
                yield Found(policies, f"{message} Drop one.", [role], severity=severity)
