"""Queues accept requests that are not encrypted on their way."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Profile, Rule, Severity, Source
from guidance.template import Queue, Resource, Template
from guidance.template.policies import statements_of
from guidance.wording import count

RULE = Rule(
    title="Queues accept requests without TLS",
    severity=Severity.INFO,
    profile=Profile.STRICT,
    pillars=(Pillar.SECURITY,),
    sources=(
        Source(
            "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html",
            "2026-11-21",
        ),
    ),
    aliases=("SQS016-TLS",),
    equivalents=("AwsSolutions-SQS4",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield one finding a template: which queues have no policy that refuses requests without TLS."""
    policies = [each for each in template.resources("AWS::SQS::QueuePolicy") if _refuses_plain_text(each)]
    safe = {id(named.resource) for policy in policies for named in policy.get("Queues").items()}
    if any(named.unknown for policy in policies for named in policy.get("Queues").items()):
        return
    without = [each for each in template.of(Queue) if not each.generated and id(each) not in safe]
    if without:
        message = (
            f"{count(without, 'queue')} no policy that refuses requests without TLS. Deny every action where"
            " aws:SecureTransport is false."
        )
        yield Found(without[0], message, without[1:])


def _refuses_plain_text(policy: Resource) -> bool:
    return any(
        statement.effect == "Deny" and any("aws:SecureTransport" in value.keys() for _, value in entries)  # noqa: SIM118
        for statement in statements_of(policy)
        for entries in [statement.at.get("Condition").entries()]
    )
