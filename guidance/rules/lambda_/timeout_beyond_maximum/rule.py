"""A function's timeout is longer than Lambda allows."""

from __future__ import annotations

from collections.abc import Iterator

from guidance import facts
from guidance.model import FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import Function, Template, edits

RULE = Rule(
    title="Timeout is longer than Lambda allows",
    severity=Severity.ERROR,
    pillars=(Pillar.RELIABILITY,),
    sources=(Source("https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html", "2026-11-20"),),
    fix=FixKind.SOMETIMES,
    aliases=("LAM005",),
    equivalents=("E3717",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each timeout beyond the maximum of its kind of function."""
    for function in template.of(Function):
        provider = function.get("CapacityProviderConfig")
        if provider.unknown:
            continue
        maximum = facts.number(f"lambda.timeout.maximum{'_managed_instances' if provider.present else ''}")
        for timeout in function.each("Timeout"):
            seconds = timeout.integer()
            if seconds is not None and seconds > maximum:
                fix = edits.replace(timeout, maximum, f"Lower Timeout to {maximum}")
                yield Found(
                    timeout,
                    f"Timeout is {seconds} seconds; Lambda allows at most {maximum} here, and deployment fails.",
                    fix=fix,
                )
