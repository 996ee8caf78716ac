"""A topic is open to every AWS account."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import Template
from guidance.template.policies import statements

RULE = Rule(
    title="Topic policy lets anybody in",
    severity=Severity.ERROR,
    pillars=(Pillar.SECURITY,),
    sources=(Source("https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html", "2026-11-20"),),
    aliases=("SNS005",),
    equivalents=("F18", "CKV_AWS_169"),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each statement that lets anybody in, without a condition."""
    for statement in statements(template):
        at = statement.at
        if (
            statement.owner.type != "AWS::SNS::TopicPolicy"
            or statement.effect != "Allow"
            or not at.get("Condition").absent
        ):
            continue
        principal = at.get("Principal")
        for who in (*principal.items(), *principal.get("AWS").items()):
            if who.text() == "*":
                message = (
                    "This statement lets every AWS account use the topic: anybody may do what it allows."
                    " Name the principal, or add a Condition such as aws:SourceAccount."
                )
                yield Found(who, message)
                break
