"""A durable execution has less time than one of its invocations."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import Function, Template, edits

RULE = Rule(
    title="Durable execution ends before the function's timeout",
    severity=Severity.WARNING,
    pillars=(Pillar.RELIABILITY,),
    sources=(Source("https://docs.aws.amazon.com/lambda/latest/dg/durable-configuration.html", "2026-11-20"),),
    fix=FixKind.SOMETIMES,
    aliases=("DUR004",),
    practices=("DUR-17",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each execution timeout below the timeout of a single invocation."""
    for function in template.of(Function):
        for whole in function.each("DurableConfig", "ExecutionTimeout"):
            for one in function.timeouts():
                total, single = whole.integer(), one.integer()
                if total is None or single is None or not 0 < total < single or not template.together(whole, one):
                    continue
                message = (
                    f"The whole execution may take {total} seconds, but a single invocation {single}: the execution is"
                )
                message += f" ended first, and Timeout never applies. Set ExecutionTimeout to {single} or more."
                yield Found(whole, message, (one,), edits.replace(whole, single, f"Raise ExecutionTimeout to {single}"))
