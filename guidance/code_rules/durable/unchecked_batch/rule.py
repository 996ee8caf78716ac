"""A map's or parallel's failures are never looked at."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.code.model import Flaw, Ground, Op, Program
from guidance.code.wording import called, end, via
from guidance.model import FixKind, Pillar, Rule, Severity, Source

RULE = Rule(
    title="Nobody looks at a batch's failures",
    severity=Severity.WARNING,
    pillars=(Pillar.RELIABILITY,),
    sources=(
        Source(
            "https://github.com/aws/aws-durable-execution-docs/blob/main/docs/sdk-reference/operations/parallel.md",
            "2026-11-20",
        ),
        Source(
            "https://github.com/aws/aws-durable-execution-docs/blob/main/docs/sdk-reference/operations/map.md",
            "2026-11-20",
        ),
    ),
    fix=FixKind.SOMETIMES,
    since="0.2.0",
    aliases=("DF012",),
)

_BLIND = frozenset(("get_results", "succeeded", "success_count", "total_count", "started", "started_count"))


def check(program: Program) -> Iterator[Flaw]:
    """Yield each map and parallel of whose result nothing is asked that tells a failure."""
    for operation in program.operations:
        uses = operation.uses
        if operation.kind not in {Op.MAP, Op.PARALLEL} or uses.escapes or operation.ground is not Ground.REPLAYED:
            continue
        if uses.discarded or not uses.members or uses.members <= _BLIND:
            method = "throw_if_error()" if program.language == "python" else "throwIfError()"
            what = called(operation, program.language)
            yield Flaw(
                operation.place,
                f"{what} does not raise when items fail, and nobody looks at its failures. Call {method} on its"
                f" result, or look at failed(){via(operation)}",
                edit=".throw_if_error()" if uses.discarded and program.language == "python" else None,
                edit_at=end(operation.place),
                edit_says="Raise when an item failed",
            )
