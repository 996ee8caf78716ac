"""A batch larger than ten needs a batching window."""

from __future__ import annotations

from collections.abc import Iterator

from guidance import facts
from guidance.model import Fix, FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import EventSourceMapping, Queue, Template, Value, edits

RULE = Rule(
    title="Batch of more than ten messages without a batching window",
    severity=Severity.ERROR,
    pillars=(Pillar.RELIABILITY,),
    sources=(Source("https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-parameters.html", "2026-11-20"),),
    fix=FixKind.SOMETIMES,
    fix_safe=True,
    aliases=("SQS007",),
    practices=("SQS-07",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each batch size for which Lambda refuses the mapping because no window is set."""
    most = facts.number("sqs.mapping.batch_size.maximum_without_window")
    for mapping in template.of(EventSourceMapping):
        queue = mapping.source
        if mapping.source_kind != "sqs" or (isinstance(queue, Queue) and queue.fifo is not False):
            continue
        for size in mapping.each("BatchSize"):
            for window in mapping.each("MaximumBatchingWindowInSeconds", default=0):
                many = size.integer()
                if many is not None and many > most and window.integer() == 0 and template.together(size, window):
                    message = (
                        f"A BatchSize of {many} needs a batching window: beyond {most} messages Lambda refuses the event source"
                        " mapping. Set MaximumBatchingWindowInSeconds to at least 1."
                    )
                    yield Found(size, message, (window,) if window.present else (), _fix(mapping, window))


def _fix(mapping: EventSourceMapping, window: Value) -> Fix | None:
    change = "Set MaximumBatchingWindowInSeconds to 1"
    if window.present:
        return edits.replace(window, 1, change, safe=True)
    into = mapping if mapping.event is None else mapping.declared.get("Events", mapping.event, "Properties")
    return edits.insert(into, {"MaximumBatchingWindowInSeconds": 1}, change, safe=True)
