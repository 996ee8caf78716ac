"""Several functions share one execution role."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import (
    Function,
    Template,
)
from guidance.template.policies import Statement, statements_of
from guidance.wording import names

RULE = Rule(
    title="Functions share one execution role",
    severity=Severity.WARNING,
    pillars=(Pillar.SECURITY,),
    sources=(Source("https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html", "2026-11-20"),),
    aliases=("IAM004",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each role of the template with more than one function that has rights beyond logging."""
    users: dict[str, list[Function]] = {}
    for function in template.of(Function):
        role = function.role
        if role is not None and not role.generated and role.type == "AWS::IAM::Role":
            users.setdefault(role.id, []).append(function)
    for logical_id, functions in users.items():
        role = template.deployed[logical_id]
        if len(functions) > 1 and any(each.kind == "identity" and _matters(each) for each in statements_of(role)):
            said = names([each.id for each in functions])
            message = f"{said} share the role {logical_id}, so each has the rights of all. Give each function a role of its own."
            yield Found(role, message, functions[:10])


def _matters(statement: Statement) -> bool:
    actions = [action.text() or "" for action in statement.actions]
    return any(not each.startswith(("logs:", "xray:", "cloudwatch:PutMetricData", "ec2:")) for each in actions)
