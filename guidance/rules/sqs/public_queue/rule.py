"""A queue is open to every AWS account."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import Template
from guidance.template.policies import statements

RULE = Rule(
    title="Queue policy lets anybody in",
    severity=Severity.ERROR,
    pillars=(Pillar.SECURITY,),
    sources=(
        Source(
            "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html",
            "2026-11-21",
        ),
    ),
    aliases=("SQS016",),
    equivalents=("F21", "CKV_AWS_168"),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each statement that lets anybody in, without a condition."""
    for statement in statements(template):
        if (
            statement.owner.type != "AWS::SQS::QueuePolicy"
            or statement.effect != "Allow"
            or not statement.at.get("Condition").absent
        ):
            continue
        principal = statement.at.get("Principal")
        for who in (*principal.items(), *principal.get("AWS").items()):
            if who.text() == "*":
                message = (
                    "This statement lets every AWS account use the queue: anybody may do what it allows."
                    " Name the principal, or add a Condition such as aws:SourceArn."
                )
                yield Found(who, message)
                break
