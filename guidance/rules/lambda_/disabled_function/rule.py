"""A function's reserved concurrency of zero keeps it from ever running."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import Function, Template, edits

RULE = Rule(
    title="Reserved concurrency is zero",
    severity=Severity.WARNING,
    pillars=(Pillar.RELIABILITY,),
    sources=(Source("https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html", "2026-11-20"),),
    fix=FixKind.SOMETIMES,
    aliases=("LAM020",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each zero that is written out; one behind a parameter or condition is a switch."""
    for function in template.of(Function):
        reserved = function.get("ReservedConcurrentExecutions")
        if reserved.integer() == 0 and not reserved.assumed:
            message = f"{function.id} reserves no concurrency, so every invocation is throttled and it never runs."
            fix = edits.remove(reserved, "Remove ReservedConcurrentExecutions")
            yield Found(reserved, message + " Remove ReservedConcurrentExecutions, or say in a comment why.", fix=fix)
