"""A function runs on a runtime that AWS no longer patches."""

from __future__ import annotations

from collections.abc import Iterator

from guidance import facts
from guidance.model import FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import Function, Template, edits

RULE = Rule(
    title="Runtime is deprecated",
    severity=Severity.ERROR,
    pillars=(Pillar.SECURITY, Pillar.OPERATIONS),
    sources=(Source("https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html", "2026-11-20"),),
    fix=FixKind.SOMETIMES,
    aliases=("LAM001",),
    equivalents=("E2531", "E2533", "W2531", "CKV_AWS_363"),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each runtime that is deprecated today; an error once no function can be created on it."""
    today = facts.today()
    for function in template.of(Function):
        for value in function.each("Runtime"):
            runtime = facts.runtimes().get(value.text() or "")
            if runtime is None or runtime.deprecated is None or runtime.deprecated > today:
                continue
            blocked = runtime.create_blocked is not None and runtime.create_blocked <= today
            message = f"{runtime.name} is deprecated since {runtime.deprecated}: it gets no security patches"
            if blocked:
                message += f", and no function can be created on it since {runtime.create_blocked}."
            else:
                message += (
                    f", and from {runtime.create_blocked} no function can be created on it."
                    if runtime.create_blocked
                    else "."
                )
            if runtime.successor:
                message += f" Move to {runtime.successor}."
            fix = (
                edits.replace(value, runtime.successor, f"Set Runtime to {runtime.successor}")
                if runtime.successor
                else None
            )
            yield Found(value, message, fix=fix, severity=Severity.ERROR if blocked else Severity.WARNING)
