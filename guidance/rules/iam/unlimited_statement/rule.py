"""A policy allows every action of a service, or of all, on every resource."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import Template
from guidance.template.policies import Statement, statements

RULE = Rule(
    title="Policy allows every action on every resource",
    severity=Severity.ERROR,
    pillars=(Pillar.SECURITY,),
    sources=(Source("https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html", "2026-11-20"),),
    aliases=("IAM001",),
    equivalents=("WS1003", "CKV_AWS_62", "CKV_AWS_63", "W11", "F3", "F4"),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each action `*` or `service:*` that a statement allows on `*`."""
    for statement in statements(template):
        if statement.kind == "identity" and statement.effect == "Allow" and _everywhere(statement):
            for action in statement.actions:
                text = action.text() or ""
                if text == "*" or text.endswith(":*"):
                    what = (
                        "every action of every service"
                        if text in {"*", "*:*"}
                        else f"every {text.removesuffix(':*')} action"
                    )
                    message = f"This statement allows {what} on every resource."
                    message += " Name the actions and the resources, or use a SAM policy template."
                    yield Found(action, message)


def _everywhere(statement: Statement) -> bool:
    """On `*`, and without a condition that narrows it."""
    return any(each.text() == "*" for each in statement.resources) and statement.at.get("Condition").absent
