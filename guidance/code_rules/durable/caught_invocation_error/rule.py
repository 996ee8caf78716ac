"""A clause acts on, or swallows, the failure of an invocation as if an operation had failed for good."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.code.model import Flaw, Ground, Program
from guidance.code.wording import via
from guidance.model import Pillar, Profile, Rule, Severity, Source

RULE = Rule(
    title="Failed invocation is taken for a failed operation",
    severity=Severity.WARNING,
    profile=Profile.STRICT,
    pillars=(Pillar.RELIABILITY,),
    sources=(
        Source(
            "https://github.com/aws/aws-durable-execution-docs/blob/main/docs/sdk-reference/error-handling/errors.md",
            "2026-11-20",
        ),
        Source("https://github.com/aws/aws-durable-execution-sdk-python", "2026-11-20"),
    ),
    since="0.2.0",
    aliases=("DF026",),
)

_WIDE = frozenset(("Exception", "DurableExecutionsError"))


def check(program: Program) -> Iterator[Flaw]:
    """Yield each wide clause around operations that compensates or swallows."""
    for each in program.catches:
        if each.acts and each.ground is Ground.REPLAYED and program.language == "python":
            wide = next((name for name in (kind.rsplit(".", 1)[-1] for kind in each.types) if name in _WIDE), None)
            if wide is not None:
                yield Flaw(
                    each.place,
                    f"{wide} also catches InvocationError, after which Lambda runs the operation again: what stands here is done"
                    f" although nothing failed for good. Catch DurableOperationError{via(each)}",
                )
