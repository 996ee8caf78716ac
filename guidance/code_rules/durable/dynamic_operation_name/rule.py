"""An operation's name comes from a clock, a random number, a new identifier or a counter."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.code import tables
from guidance.code.model import Flaw, Program
from guidance.code.wording import shown
from guidance.model import Pillar, Rule, Severity, Source

RULE = Rule(
    title="Operation's name changes from replay to replay",
    severity=Severity.ERROR,
    pillars=(Pillar.RELIABILITY,),
    sources=(
        Source(
            "https://github.com/aws/aws-durable-execution-docs/blob/main/docs/patterns/best-practices/step-design.md",
            "2026-11-20",
        ),
    ),
    since="0.2.0",
    aliases=("DF003",),
    practices=("DUR-03",),
)


def check(program: Program) -> Iterator[Flaw]:
    """Yield each name of an operation that comes from a clock, a random number, a new identifier or a counter."""
    for operation in program.operations:
        for name in operation.names:
            sources = [call for call in name.calls if tables.nondeterminism(call, program.language) is not None]
            counters = [change for change in name.changes if change.step]
            if sources or counters:
                what = shown(sources[0].name) if sources else counters[0].variable
                yield Flaw(
                    name.place,
                    f"The name comes from {what}, so replay finds another operation than it stored, and the execution fails."
                    " Name it by a literal, an index or a field of the event.",
                )
