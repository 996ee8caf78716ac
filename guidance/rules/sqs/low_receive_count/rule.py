"""A few throttles send a good message to the dead-letter queue."""

from __future__ import annotations

from collections.abc import Iterator

from guidance import facts
from guidance.model import FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import Queue, Template, edits

RULE = Rule(
    title="Dead-letter queue takes messages after too few receives",
    severity=Severity.WARNING,
    pillars=(Pillar.RELIABILITY,),
    sources=(Source("https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html", "2026-11-20"),),
    fix=FixKind.SOMETIMES,
    aliases=("SQS004",),
    practices=("SQS-02",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each maxReceiveCount below what AWS asks for on a queue that functions poll."""
    wanted = facts.number("sqs.mapping.receive_count.minimum")
    for queue in template.of(Queue):
        if not queue.consumers():
            continue
        for count in queue.each("RedrivePolicy", "maxReceiveCount"):
            has = count.integer()
            if has is None or not 1 <= has < wanted:
                continue
            after = "its first receive" if has == 1 else f"{has} receives"
            message = (
                f"{queue.id} gives a message up after {after}; a throttled or failed delivery counts as one, so good messages"
                f" end in the dead-letter queue. Set maxReceiveCount to at least {wanted}."
            )
            fix = edits.replace(count, wanted, f"Set maxReceiveCount to {wanted}")
            yield Found(count, message, queue.consumers()[:1], fix, Severity.WARNING if has == 1 else Severity.INFO)
