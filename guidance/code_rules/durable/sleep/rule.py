"""Replayed code sleeps instead of suspending."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.code import tables
from guidance.code.model import Flaw, Ground, Program
from guidance.code.wording import shown, via
from guidance.model import Pillar, Rule, Severity, Source

RULE = Rule(
    title="Replayed code sleeps",
    severity=Severity.ERROR,
    pillars=(Pillar.COST,),
    sources=(
        Source(
            "https://github.com/aws/aws-durable-execution-docs/blob/main/docs/patterns/best-practices/pause-resume.md",
            "2026-11-20",
        ),
        Source("https://docs.aws.amazon.com/lambda/latest/dg/durable-best-practices.html", "2026-11-20"),
    ),
    since="0.2.0",
    aliases=("DF009",),
    practices=("DUR-07",),
)


def check(program: Program) -> Iterator[Flaw]:
    """Yield each sleep in replayed code."""
    for call in program.calls:
        if call.ground is Ground.REPLAYED and tables.is_sleep(call, program.language):
            yield Flaw(
                call.place,
                f"{shown(call.name)} keeps the function running, is billed, and sleeps again at each replay."
                f" Suspend by context.wait{via(call)}",
            )
