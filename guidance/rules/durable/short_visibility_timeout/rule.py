"""A queue shows its messages again while a durable execution still works on them."""

from __future__ import annotations

from collections.abc import Iterator

from guidance import facts
from guidance.model import FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import EventSourceMapping, Queue, Template, edits

RULE = Rule(
    title="Visibility timeout is shorter than the durable execution",
    severity=Severity.WARNING,
    pillars=(Pillar.RELIABILITY,),
    sources=(
        Source("https://docs.aws.amazon.com/lambda/latest/dg/durable-invoking-esm.html", "2026-11-20"),
        Source("https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html", "2026-11-20"),
    ),
    fix=FixKind.SOMETIMES,
    fix_safe=True,
    aliases=("DUR008",),
    practices=("SQS-01",),
)
LIMITS = ("lambda.durable.execution_timeout.maximum_mapping", "lambda.timeout.maximum_managed_instances")
"""Beyond these the mapping itself is refused, which is another rule's; the second is for managed instances."""


def check(template: Template) -> Iterator[Found]:
    """Yield each visibility timeout below the time that a mapping may wait for an execution."""
    longest = facts.number("sqs.visibility_timeout.maximum")
    for mapping in template.of(EventSourceMapping):
        queue, function = mapping.source, mapping.function
        if not isinstance(queue, Queue) or function is None:
            continue
        allowed = facts.number(LIMITS[function.get("CapacityProviderConfig").present])
        for visibility in queue.each("VisibilityTimeout", default=facts.number("sqs.visibility_timeout.default")):
            for execution in function.each("DurableConfig", "ExecutionTimeout"):
                hidden, runs = visibility.integer(), execution.integer()
                if hidden is None or runs is None or not hidden < runs <= allowed:
                    continue
                if not template.together(visibility, execution):
                    continue
                timeout = max((each.integer() or 0 for each in function.timeouts()), default=0)
                window = mapping.get("MaximumBatchingWindowInSeconds").integer() or 0
                needed = min(longest, max(runs, facts.number("sqs.mapping.visibility_factor") * timeout) + window)
                said = f"{hidden} seconds" + (" (the default)" if visibility.defaulted else "")
                message = (
                    f"{queue.id} hides a message for {said}, but the mapping waits up to {runs} for {function.id}'s"
                )
                message += " execution: the message comes again and starts a second one."
                message += f" Set VisibilityTimeout to {needed}."
                change = f"Set VisibilityTimeout to {needed}"
                fix = (
                    edits.insert(queue, {"VisibilityTimeout": needed}, change, safe=True)
                    if visibility.defaulted
                    else edits.replace(visibility, needed, change, safe=True)
                )
                yield Found(visibility, message, (execution,), fix)
