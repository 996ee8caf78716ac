"""A function that is made in a loop reads the loop's variable after the loop."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.code.model import Flaw, Program
from guidance.model import Pillar, Rule, Severity, Source

RULE = Rule(
    title="Function made in a loop reads the loop's variable later",
    severity=Severity.ERROR,
    pillars=(Pillar.RELIABILITY,),
    sources=(
        Source(
            "https://github.com/aws/aws-durable-execution-docs/blob/main/docs/sdk-reference/operations/parallel.md",
            "2026-11-20",
        ),
    ),
    since="0.2.0",
    aliases=("DF013",),
)


def check(program: Program) -> Iterator[Flaw]:
    """Yield each function made in a loop that reads the loop's variable after the loop."""
    for each in program.late_bindings:
        cure = f"Bind it: a default argument ({each.variable}={each.variable}), functools.partial or a factory."
        if program.language == "typescript":
            cure = "Declare it by let or const in the loop."
        yield Flaw(
            each.place,
            f"{each.variable} is read when this runs, after the loop: every one gets the last value. {cure}",
        )
