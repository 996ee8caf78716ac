"""A statement lets its holder take on any role, or allows everything that it does not name."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import (
    Template,
    Value,
)
from guidance.template.policies import Statement, statements

RULE = Rule(
    title="Policy allows taking on any role, or all that it does not name",
    severity=Severity.ERROR,
    pillars=(Pillar.SECURITY,),
    sources=(
        Source("https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html", "2026-11-20"),
        Source(
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html", "2026-11-20"
        ),
    ),
    aliases=("IAM005",),
    equivalents=("CKV_AWS_110", "CKV_AWS_107", "F38", "F39", "W14", "W15"),
)
ROLES = ("*",)


def check(template: Template) -> Iterator[Found]:
    """Yield PassRole and AssumeRole on every role, and Allow with NotAction or NotPrincipal."""
    for statement in statements(template):
        if statement.effect == "Allow" and statement.template_name is None:
            if statement.at.get("Condition").absent:
                yield from _delegated(statement)
            excluded = statement.at.get("NotPrincipal" if statement.kind != "identity" else "NotAction")
            if excluded.present and statement.at.get("Condition").absent:
                what = "everybody" if statement.kind != "identity" else "every action"
                yield Found(
                    excluded, f"Allow with an exclusion allows {what} that is not named, also what AWS adds later."
                )


def _delegated(statement: Statement) -> Iterator[Found]:
    everywhere = next((each for each in statement.resources if _is_any_role(each)), None)
    for action in statement.actions if everywhere is not None and statement.kind == "identity" else ():
        name = (action.text() or "").lower()
        if name == "iam:passrole":
            message = (
                "With iam:PassRole on every role, the holder can hand an administrator's role to a service it controls."
            )
            yield Found(action, f"{message} Name the role, or add iam:PassedToService as a Condition.")
        elif name == "sts:assumerole":
            message = "This allows taking on any role that trusts the account. Name the roles."
            yield Found(action, message, severity=Severity.WARNING)


def _is_any_role(value: Value) -> bool:
    last = value.parts[-1]
    return value.text() == "*" or (isinstance(last, str) and last.endswith(":role/*"))
