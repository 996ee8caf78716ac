"""A clause catches the exception type that a step raises within."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.code.model import Flaw, Ground, Program
from guidance.code.wording import via
from guidance.model import Pillar, Rule, Severity, Source

RULE = Rule(
    title="Step's own exception type is never caught",
    severity=Severity.WARNING,
    pillars=(Pillar.RELIABILITY,),
    sources=(
        Source(
            "https://github.com/aws/aws-durable-execution-docs/blob/main/docs/sdk-reference/error-handling/errors.md",
            "2026-11-20",
        ),
        Source(
            "https://github.com/aws/aws-durable-execution-sdk-python/blob/main/docs/migration-1.x-to-2.0.md",
            "2026-11-20",
        ),
    ),
    since="0.2.0",
    aliases=("DF020",),
)


def check(program: Program) -> Iterator[Flaw]:
    """Yield each clause that waits for an exception which an operation wraps into the SDK's own."""
    for each in program.catches:
        if each.sdk or each.raised or each.ground is not Ground.REPLAYED:
            continue
        name = each.types[0].rsplit(".", 1)[-1] if each.types else "It"
        which = "error_type" if program.language == "python" else "cause?.name"
        yield Flaw(
            each.place,
            f"{name} never arrives here: what a step raises comes out as StepError. Catch StepError and"
            f" look at its {which}{via(each)}",
        )
