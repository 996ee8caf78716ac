"""Failed messages expire soon after they arrive in the dead-letter queue."""

from __future__ import annotations

from collections.abc import Iterator

from guidance import facts
from guidance.model import Fix, FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import Queue, Template, Value, edits

RULE = Rule(
    title="Dead-letter queue keeps messages no longer than its queue",
    severity=Severity.INFO,
    pillars=(
        Pillar.RELIABILITY,
        Pillar.OPERATIONS,
    ),
    sources=(
        Source(
            "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/setting-up-dead-letter-queue-retention.html",
            "2026-11-21",
        ),
    ),
    fix=FixKind.SOMETIMES,
    fix_safe=True,
    aliases=("SQS013",),
    practices=("SQS-04",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each dead-letter queue whose retention is not longer than that of the queue before it."""
    default, most = facts.number("sqs.retention.default"), facts.number("sqs.retention.maximum")
    for queue in template.of(Queue):
        dead = queue.dead_letter_queue
        if dead is None or dead is queue or queue.fifo is not False:
            continue
        for kept in dead.each("MessageRetentionPeriod", default=default):
            for before in queue.each("MessageRetentionPeriod", default=default):
                has, other = kept.integer(), before.integer()
                if (
                    has is None
                    or other is None
                    or not has <= other
                    or has == most
                    or not template.together(kept, before)
                ):
                    continue
                message = (
                    f"{dead.id} keeps messages for {has} seconds, {queue.id} for {other}. A message's age counts from its first"
                    f" queue, so it may expire before anybody looks. Set MessageRetentionPeriod to {most}."
                )
                yield Found(kept, message, (before,) if before.present else (queue,), _fix(dead, kept, most))


def _fix(dead: Queue, kept: Value, most: int) -> Fix | None:
    change = f"Keep messages for {most} seconds"
    if kept.present:
        return edits.replace(kept, most, change, safe=True)
    return edits.insert(dead, {"MessageRetentionPeriod": most}, change, safe=True)
