"""Anybody in AWS may take on a role."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import (
    Template,
)
from guidance.template.policies import statements

RULE = Rule(
    title="Role may be taken on by anybody",
    severity=Severity.ERROR,
    pillars=(Pillar.SECURITY,),
    sources=(
        Source(
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html", "2026-11-20"
        ),
    ),
    aliases=("IAM009",),
    equivalents=("CKV_AWS_60", "CKV_AWS_61", "F2"),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each trust of `*` without a condition."""
    for statement in statements(template):
        if statement.kind == "trust" and statement.effect == "Allow" and statement.at.get("Condition").absent:
            principal = statement.at.get("Principal")
            for each in [principal, *principal.get("AWS").items()] if principal.known else ():
                if each.text() == "*":
                    message = f"Anybody in AWS may take on the role of {statement.owner.id}."
                    yield Found(each, f"{message} Name the account, role or service that has to.")
