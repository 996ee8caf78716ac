"""Asynchronous events are given up before Lambda's retries, and go nowhere."""

from __future__ import annotations

from collections.abc import Iterator

from guidance import facts
from guidance.model import Fix, FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import Function, Resource, Template, edits
from guidance.template.triggers import invocations, is_asynchronous

RULE = Rule(
    title="Events are dropped without retries and without a failure destination",
    severity=Severity.WARNING,
    pillars=(Pillar.RELIABILITY,),
    sources=(Source("https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-configuring.html", "2026-11-20"),),
    fix=FixKind.SOMETIMES,
    aliases=("LAM018",),
    practices=("ASY-12",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each setting that gives events up early, where neither a failure destination nor a dead-letter queue has them."""
    waits = facts.number("lambda.async.retries.duration")
    for function in template.of(Function):
        if invocations(function) and not is_asynchronous(function):
            continue  # these settings are only for asynchronous invocations
        for config in function.event_invoke_configs():
            if config.get("DestinationConfig", "OnFailure").present or function.get("DeadLetterConfig").present:
                continue
            retries, age = config.get("MaximumRetryAttempts"), config.get("MaximumEventAgeInSeconds")
            if retries.integer() == 0:
                message = (
                    f"Events of {function.id} are not retried, and it has no failure destination: the first error or"
                )
                yield Found(
                    retries,
                    message + " timeout loses the event. Add DestinationConfig.OnFailure.",
                    fix=_fix(function, config),
                )
            elif (seconds := age.integer()) is not None and seconds < waits:
                message = (
                    f"Events are given up after {seconds} seconds; {function.id}'s retries take {waits}, and no failure"
                )
                yield Found(
                    age,
                    message + " destination gets them. Add DestinationConfig.OnFailure.",
                    fix=_fix(function, config),
                )


def _fix(function: Function, config: Resource) -> Fix | None:
    """SAM makes the queue and the permission, unless the role is the user's."""
    written = function.sam("EventInvokeConfig")
    if not function.is_sam or function.sam("Role").present or not config.get("DestinationConfig").absent:
        return None
    change = "Send failed events to a queue that SAM makes"
    return edits.insert(written, {"DestinationConfig": {"OnFailure": {"Type": "SQS"}}}, change)
