"""Operations are made in an order that may differ on replay."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.code import tables
from guidance.code.model import Flaw, Ground, Program
from guidance.code.wording import shown, via
from guidance.model import Pillar, Rule, Severity, Source

RULE = Rule(
    title="Operations follow an order that is not stable",
    severity=Severity.ERROR,
    pillars=(Pillar.RELIABILITY,),
    sources=(
        Source(
            "https://github.com/aws/aws-durable-execution-docs/blob/main/docs/patterns/best-practices/determinism.md",
            "2026-11-20",
        ),
    ),
    since="0.2.0",
    aliases=("DF024",),
    practices=("DUR-01",),
)

_SHOWN = {"set": "a set", "module state": "what the module has gathered"}


def check(program: Program) -> Iterator[Flaw]:
    """Yield each iteration in an order that may differ on replay, and that makes operations."""
    for each in program.iterations:
        if each.ground is Ground.REPLAYED and tables.unstable_order(each.order, program.language):
            what = _SHOWN.get(each.order) or shown(each.order)
            yield Flaw(
                each.place,
                f"The order of {what} may differ on replay, and with it the operations. Iterate over"
                f" what is sorted, or over a step's result{via(each)}",
            )
