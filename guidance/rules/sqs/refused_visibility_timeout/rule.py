"""A queue shows its messages again before one run of its consumer can end."""

from __future__ import annotations

from collections.abc import Iterator

from guidance import facts
from guidance.model import FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import EventSourceMapping, Queue, Resource, Template, Value, edits

RULE = Rule(
    title="Visibility timeout is shorter than the consumer's timeout",
    severity=Severity.ERROR,
    pillars=(Pillar.RELIABILITY,),
    sources=(Source("https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html", "2026-11-20"),),
    fix=FixKind.SOMETIMES,
    fix_safe=True,
    aliases=("SQS001",),
    equivalents=("E3505",),
    practices=("SQS-01",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each visibility timeout for which Lambda refuses the event source mapping."""
    for mapping in template.of(EventSourceMapping):
        queue, function = mapping.source, mapping.function
        if not isinstance(queue, Queue) or function is None:
            continue
        for visibility in queue.each("VisibilityTimeout", default=facts.number("sqs.visibility_timeout.default")):
            for timeout in function.timeouts():
                has, runs = visibility.integer(), timeout.integer()
                if (
                    has is not None
                    and runs is not None
                    and has < runs
                    and template.together(visibility, timeout, mapping)
                ):
                    yield _found(mapping, queue, visibility, timeout)


def _found(mapping: EventSourceMapping, queue: Resource, visibility: Value, timeout: Value) -> Found:
    runs, window = timeout.integer() or 0, mapping.get("MaximumBatchingWindowInSeconds", default=0).integer() or 0
    factor = facts.number("sqs.mapping.visibility_factor")
    wanted = min(factor * runs + window, facts.number("sqs.visibility_timeout.maximum"))
    said = f"{visibility.integer()} seconds" + (" (the default)" if visibility.defaulted else "")
    name = timeout.owner.id if timeout.owner is not None else "its consumer"
    message = (
        f"{queue.id} hides a message for {said}, less than the {runs} seconds that {name} may run:"
        f" creating the event source mapping fails. Set VisibilityTimeout to {wanted} ({factor} times the timeout)."
    )
    change = f"Set VisibilityTimeout to {wanted}"
    if visibility.defaulted:
        return Found(
            visibility, message, (timeout,), edits.insert(queue, {"VisibilityTimeout": wanted}, change, safe=True)
        )
    return Found(visibility, message, (timeout,), edits.replace(visibility, wanted, change, safe=True))
