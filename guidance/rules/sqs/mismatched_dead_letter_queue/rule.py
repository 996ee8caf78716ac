"""A FIFO queue and a standard queue cannot be each other's dead-letter queue."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Fix, FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import Queue, Template, edits

RULE = Rule(
    title="Dead-letter queue is of another type than its queue",
    severity=Severity.ERROR,
    pillars=(Pillar.RELIABILITY,),
    sources=(
        Source(
            "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html",
            "2026-11-20",
        ),
    ),
    fix=FixKind.SOMETIMES,
    aliases=("SQS012",),
    equivalents=("E3502",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each dead-letter queue whose type differs from that of the queue it serves."""
    for queue in template.of(Queue):
        dead = queue.dead_letter_queue
        if dead is None or queue.fifo is None or dead.fifo is None or queue.fifo == dead.fifo:
            continue
        kinds = ("a FIFO", "a standard") if queue.fifo else ("a standard", "a FIFO")
        message = (
            f"{dead.id} is {kinds[1]} queue, but {queue.id}, whose failures it takes, is {kinds[0]} queue:"
            " SQS refuses the RedrivePolicy. Both have to be of the same type."
        )
        yield Found(queue.get("RedrivePolicy"), message, (dead.get("FifoQueue"),), _fix(queue, dead))


def _fix(queue: Queue, dead: Queue) -> Fix | None:
    """Make the dead-letter queue FIFO where its name allows."""
    written, name = dead.get("FifoQueue"), dead.get("QueueName")
    if not queue.fifo or (name.present and not (name.text() or "").endswith(".fifo")):
        return None
    if any(other is not queue and isinstance(other, Queue) and not other.fifo for other in dead.dead_letter_sources()):
        return None
    change = f"Make {dead.id} a FIFO queue"
    if written.present:
        return edits.replace(written, data=True, description=change)
    return edits.insert(dead, {"FifoQueue": True}, change)
