"""A queue shows its messages again before its consumer can be done with them."""

from __future__ import annotations

from collections.abc import Iterator

from guidance import facts
from guidance.model import FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import EventSourceMapping, Queue, Template, Value, edits

RULE = Rule(
    title="Visibility timeout is shorter than six times the consumer's timeout",
    severity=Severity.WARNING,
    pillars=(Pillar.RELIABILITY,),
    sources=(Source("https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html", "2026-11-20"),),
    fix=FixKind.SOMETIMES,
    fix_safe=True,
    aliases=("SQS002",),
    practices=("SQS-01",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each visibility timeout that is long enough to deploy, but not long enough for retries."""
    for mapping in template.of(EventSourceMapping):
        queue, function = mapping.source, mapping.function
        if not isinstance(queue, Queue) or function is None:
            continue
        for visibility in queue.each("VisibilityTimeout", default=facts.number("sqs.visibility_timeout.default")):
            for timeout in function.timeouts():
                for window in mapping.each("MaximumBatchingWindowInSeconds", default=0):
                    if template.together(visibility, timeout, window):
                        yield from _compare(visibility, timeout, window)


def _compare(visibility: Value, timeout: Value, window: Value) -> Iterator[Found]:
    has, runs, waits = visibility.integer(), timeout.integer(), window.integer()
    if has is None or runs is None or waits is None or has < runs:
        return
    factor = facts.number("sqs.mapping.visibility_factor")
    needed = min(factor * runs + waits, facts.number("sqs.visibility_timeout.maximum"))
    if has >= needed or visibility.owner is None or timeout.owner is None:
        return
    said = f"{has} seconds" + (" (the default)" if visibility.defaulted else "")
    message = f"{visibility.owner.id} hides a message for {said}, but {timeout.owner.id} may take {runs} seconds"
    message += f" and its batches wait up to {waits}" if waits else ""
    message += f": retries then overlap. Set VisibilityTimeout to at least {needed} ({factor} times the timeout, and the window)."
    name, change = "VisibilityTimeout", f"Set VisibilityTimeout to {needed}"
    absent = visibility.defaulted
    fix = (
        edits.insert(visibility.owner, {name: needed}, change, safe=True)
        if absent
        else edits.replace(visibility, needed, change, safe=True)
    )
    yield Found(visibility, message, (timeout,), fix)
