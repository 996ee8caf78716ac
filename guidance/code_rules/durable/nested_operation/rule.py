"""A durable operation runs within a step, a check or a submitter."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.code.model import Flaw, Ground, Program
from guidance.code.wording import called, via
from guidance.model import Pillar, Rule, Severity, Source

RULE = Rule(
    title="Durable operation within a step",
    severity=Severity.ERROR,
    pillars=(Pillar.RELIABILITY,),
    sources=(
        Source(
            "https://github.com/aws/aws-durable-execution-docs/blob/main/docs/patterns/best-practices/step-design.md",
            "2026-11-20",
        ),
    ),
    since="0.2.0",
    aliases=("DF004",),
)

_STORED = {
    Ground.STEP: "a step",
    Ground.CHECK: "the check of a wait_for_condition",
    Ground.SUBMITTER: "the submitter of a callback",
}


def check(program: Program) -> Iterator[Flaw]:
    """Yield each operation within the body of a step, check or submitter."""
    for operation in program.operations:
        if operation.ground in _STORED:
            where = _STORED[operation.ground]
            what = called(operation, program.language)
            yield Flaw(
                operation.place,
                f"{what} runs within {where}, where it breaks the replay. Call it beside the step, or turn the outer"
                f" step into a child context{via(operation)}",
            )
