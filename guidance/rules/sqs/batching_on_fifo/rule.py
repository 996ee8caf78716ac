"""A FIFO queue gives ten messages at most, and at once."""

from __future__ import annotations

from collections.abc import Iterator

from guidance import facts
from guidance.model import FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import EventSourceMapping, Queue, Template, edits

RULE = Rule(
    title="Mapping of a FIFO queue asks for large batches or a batching window",
    severity=Severity.ERROR,
    pillars=(Pillar.RELIABILITY,),
    sources=(
        Source("https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html", "2026-11-20"),
        Source("https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-parameters.html", "2026-11-20"),
    ),
    fix=FixKind.SOMETIMES,
    aliases=("SQS008",),
    equivalents=("E3705",),
    practices=("SQS-19",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each batch size and window that a FIFO queue does not take."""
    most = facts.number("sqs.mapping.batch_size.maximum_fifo")
    for mapping in template.of(EventSourceMapping):
        if not _is_fifo(mapping):
            continue
        related = [mapping.source] if mapping.source is not None else []
        for size in mapping.each("BatchSize"):
            if (many := size.integer()) is not None and many > most:
                message = (
                    f"BatchSize is {many}, but a FIFO queue gives at most {most} messages: Lambda refuses the mapping."
                )
                yield Found(size, message, related, edits.replace(size, most, f"Lower BatchSize to {most}"))
        for window in mapping.each("MaximumBatchingWindowInSeconds"):
            if seconds := window.integer():
                message = f"A batching window ({seconds} seconds) exists for standard queues only. Remove it: this queue is FIFO."
                yield Found(window, message, related, edits.remove(window, "Remove the batching window"))


def _is_fifo(mapping: EventSourceMapping) -> bool:
    queue = mapping.source
    if isinstance(queue, Queue):
        return queue.fifo is True
    last = mapping.get("EventSourceArn").parts[-1]
    return mapping.source_kind == "sqs" and isinstance(last, str) and last.endswith(".fifo")
