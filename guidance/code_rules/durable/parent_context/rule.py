"""A child context, branch, map item or retried body uses the context of its parent."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.code.model import Body, Flaw, Ground, Program
from guidance.code.wording import called, via
from guidance.model import Pillar, Rule, Severity, Source

RULE = Rule(
    title="Operation on a parent's context",
    severity=Severity.ERROR,
    pillars=(Pillar.RELIABILITY,),
    sources=(
        Source(
            "https://github.com/aws/aws-durable-execution-docs/blob/main/docs/sdk-reference/operations/child-context.md",
            "2026-11-20",
        ),
    ),
    since="0.2.0",
    aliases=("DF006",),
)

_BODIES = {
    Body.CHILD: "a child context",
    Body.BRANCH: "a branch",
    Body.ITEM: "a map's function",
    Body.RETRY: "a retried body",
}


def check(program: Program) -> Iterator[Flaw]:
    """Yield each operation on another context than the innermost body's own."""
    for operation in program.operations:
        if operation.foreign and operation.ground is Ground.REPLAYED:
            own = f"Use {operation.context}" if operation.context else "Use the context that this function is given"
            what = called(operation, program.language)
            yield Flaw(
                operation.place,
                f"{what} uses an outer context within {_BODIES.get(operation.body, 'a child context')}: replay"
                f" mixes up the operations, and fails. {own}{via(operation)}",
            )
