"""A function runs on a runtime that AWS will soon stop patching."""

from __future__ import annotations

from collections.abc import Iterator

from guidance import facts
from guidance.model import FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import Function, Template, edits

RULE = Rule(
    title="Runtime is deprecated within half a year",
    severity=Severity.INFO,
    pillars=(Pillar.SECURITY, Pillar.OPERATIONS),
    sources=(Source("https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html", "2026-11-20"),),
    fix=FixKind.SOMETIMES,
    aliases=("LAM002",),
    practices=("CLD-15",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each runtime that is supported today, but only for a few months more."""
    today, notice = facts.today(), facts.number("lambda.runtime.notice")
    for function in template.of(Function):
        for value in function.each("Runtime"):
            runtime = facts.runtimes().get(value.text() or "")
            if runtime is None or runtime.deprecated is None or not 0 < (runtime.deprecated - today).days <= notice:
                continue
            days = (runtime.deprecated - today).days
            message = f"{runtime.name} is deprecated on {runtime.deprecated}, in {days} days: then it gets no security patches."
            new = runtime.successor
            fix = edits.replace(value, new, f"Set Runtime to {new}") if new else None
            yield Found(
                value, message + (f" Plan the move to {new}." if new else " Plan the move to a newer one."), fix=fix
            )
