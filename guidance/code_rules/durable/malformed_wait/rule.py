"""A wait takes a plain number, or is too short or too long."""

from __future__ import annotations

from collections.abc import Iterator

from guidance import facts
from guidance.code.model import Flaw, Op, Program
from guidance.code.wording import called, via
from guidance.model import Pillar, Rule, Severity, Source

RULE = Rule(
    title="Wait's duration is no duration, or out of range",
    severity=Severity.ERROR,
    pillars=(Pillar.RELIABILITY,),
    sources=(
        Source(
            "https://github.com/aws/aws-durable-execution-docs/blob/main/docs/sdk-reference/operations/wait.md",
            "2026-11-20",
        ),
        Source("https://docs.aws.amazon.com/lambda/latest/api/API_WaitOptions.html", "2026-11-20"),
    ),
    since="0.2.0",
    aliases=("DF016",),
)


def check(program: Program) -> Iterator[Flaw]:
    """Yield each wait for a plain number, for less than a second, or for longer than a year."""
    longest = facts.number("lambda.durable.execution_timeout.maximum")
    for operation in program.operations:
        duration = operation.duration
        if operation.kind is not Op.WAIT or duration is None:
            continue
        if duration.seconds is not None:
            if duration.seconds < 1 or duration.seconds > longest:
                given = f"{duration.seconds:,.10g}"
                yield Flaw(operation.place, f"The wait is {given} seconds; it takes 1 to {longest:,}{via(operation)}")
        elif isinstance(duration.constant, int | float):
            cure = "Duration.from_seconds(...)" if program.language == "python" else "{ seconds: ... }"
            what = called(operation, program.language)
            yield Flaw(
                operation.place,
                f"{what} is given a plain number, and fails. Write {cure}{via(operation)}",
            )
