"""A durable execution may take longer than an event source mapping waits."""

from __future__ import annotations

from collections.abc import Iterator

from guidance import facts
from guidance.model import FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import EventSourceMapping, Template, edits

RULE = Rule(
    title="Durable execution is longer than its event source mapping allows",
    severity=Severity.ERROR,
    pillars=(Pillar.RELIABILITY,),
    sources=(Source("https://docs.aws.amazon.com/lambda/latest/dg/durable-invoking-esm.html", "2026-11-20"),),
    fix=FixKind.SOMETIMES,
    aliases=("DUR002", "DFI04"),
    practices=("DUR-18",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each execution timeout beyond what a mapping to the function may wait."""
    for mapping in template.of(EventSourceMapping):
        function = mapping.function
        if function is None:
            continue
        managed = function.get("CapacityProviderConfig")
        if managed.unknown:
            continue
        maximum = facts.number(
            "lambda.timeout.maximum_managed_instances"
            if managed.present
            else "lambda.durable.execution_timeout.maximum_mapping"
        )
        for timeout in function.each("DurableConfig", "ExecutionTimeout"):
            seconds = timeout.integer()
            if seconds is not None and seconds > maximum and template.together(timeout, mapping):
                message = f"ExecutionTimeout is {seconds} seconds, but an event source mapping waits for the whole execution and"
                message += f" allows at most {maximum}: Lambda refuses to create the mapping. Lower it, or let a small function"
                message += " take the records and start the execution asynchronously."
                fix = edits.replace(timeout, maximum, f"Lower ExecutionTimeout to {maximum}")
                yield Found(timeout, message, (mapping,), fix)
