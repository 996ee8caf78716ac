"""A function's dead-letter queue or destination cannot take the record, or brings it back to the function."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import Function, Queue, Template, Value, function_of
from guidance.template.triggers import invocations

RULE = Rule(
    title="Failure target is FIFO, or feeds the function itself",
    severity=Severity.ERROR,
    pillars=(Pillar.RELIABILITY, Pillar.COST),
    sources=(
        Source("https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html", "2026-11-20"),
        Source("https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html", "2026-11-20"),
    ),
    aliases=("LAM019",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each dead-letter queue or destination of a function that does not do its work."""
    for function in template.of(Function):
        for name, target in _targets(function):
            if _is_fifo(target):
                message = f"The {name} of {function.id} is FIFO, to which Lambda cannot deliver: each failed event's record is"
                yield Found(target, message + " lost. Send it to a standard queue or topic.")
            elif _feeds(target, function):
                message = (
                    f"The {name} of {function.id} invokes {function.id} again: what it fails on goes round, and each"
                )
                yield Found(target, message + " round is billed. Send it somewhere else.", severity=Severity.WARNING)


def _targets(function: Function) -> Iterator[tuple[str, Value]]:
    for target in function.each("DeadLetterConfig", "TargetArn"):
        yield "dead-letter queue", target
    for config in function.event_invoke_configs():
        for when, name in (("OnFailure", "failure destination"), ("OnSuccess", "success destination")):
            for target in config.each("DestinationConfig", when, "Destination"):
                yield name, target


def _is_fifo(target: Value) -> bool:
    found = target.resource
    if found is None:
        last = target.parts[-1] if not target.absent else None
        first = target.parts[0]
        return isinstance(last, str) and last.endswith(".fifo") and isinstance(first, str) and first.startswith("arn:")
    if isinstance(found, Queue):
        return found.fifo is True
    return found.type == "AWS::SNS::Topic" and found.get("FifoTopic").boolean() is True


def _feeds(target: Value, function: Function) -> bool:
    """Whether what is sent there invokes the function: it polls the queue, subscribes to the topic, or is the target."""
    found = target.resource
    if isinstance(found, Queue):
        return any(
            each.function is function and each.get("Enabled").boolean() is not False for each in found.consumers()
        )
    if found is not None and found.type == "AWS::SNS::Topic":
        callers = [each.resource for each in invocations(function) if each.by == "sns" and each.resource is not None]
        return any(each is found or each.get("TopicArn").resource is found for each in callers)
    return function_of(target) is function
