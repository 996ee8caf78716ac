"""Durable operations run under raw promises, threads or an event loop."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.code.model import Flaw, Program
from guidance.code.wording import shown, via
from guidance.model import Pillar, Rule, Severity, Source

RULE = Rule(
    title="Raw concurrency around durable operations",
    severity=Severity.ERROR,
    pillars=(Pillar.RELIABILITY,),
    sources=(
        Source(
            "https://github.com/aws/aws-durable-execution-docs/blob/main/docs/patterns/best-practices/code-organization.md",
            "2026-11-20",
        ),
    ),
    since="0.2.0",
    aliases=("DF008",),
    practices=("DUR-14",),
)

_IN_ORDER = frozenset(("Promise.all", "Promise.allSettled"))
_CURES = {
    "python": "Use context.parallel or context.map",
    "typescript": "Use context.promise.*, context.parallel or context.map",
}


def check(program: Program) -> Iterator[Flaw]:
    """Yield each Promise combinator, thread and event loop over durable work."""
    for each in program.concurrency:
        milder = each.name in _IN_ORDER
        yield Flaw(
            each.place,
            f"{shown(each.name)} over durable work"
            f" {'is not recorded in the history' if milder else 'ends in another order on replay'}."
            f" {_CURES[program.language]}{via(each)}",
            severity=Severity.WARNING if milder else None,
        )
