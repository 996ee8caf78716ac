"""A durable function that is invoked asynchronously has no dead-letter queue."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import Function, Template
from guidance.template.triggers import invocations

RULE = Rule(
    title="Asynchronous durable function has no dead-letter queue",
    severity=Severity.WARNING,
    pillars=(Pillar.RELIABILITY,),
    sources=(
        Source("https://docs.aws.amazon.com/lambda/latest/dg/durable-invoking-esm.html", "2026-11-20"),
        Source("https://docs.aws.amazon.com/lambda/latest/dg/durable-best-practices.html", "2026-11-20"),
    ),
    aliases=("DUR009",),
    practices=("DUR-29",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each such function, and each failure destination that a durable function cannot have."""
    for function in template.of(Function):
        if not function.get("DurableConfig").present or not function.get("DeadLetterConfig").absent:
            continue
        destinations = [each.get("DestinationConfig", "OnFailure") for each in function.event_invoke_configs()]
        written = [each for each in destinations if each.present]
        callers = [each for each in invocations(function) if each.how == "asynchronous"]
        if written:
            message = f"{function.id} is durable, and durable functions do not support Lambda destinations: what fails is lost."
            yield Found(written[0], message + " Set a dead-letter queue on the function instead.", (function,))
        elif callers:
            message = f"{function.id} is durable and invoked asynchronously. Lambda does not retry a failed execution: without"
            message += " a dead-letter queue its event is gone. Set "
            message += "DeadLetterQueue." if function.is_sam else "DeadLetterConfig."
            at = function.declared.get("DeadLetterQueue") if function.is_sam else function.get("DeadLetterConfig")
            yield Found(at, message, [each.resource for each in callers if each.resource is not None])
