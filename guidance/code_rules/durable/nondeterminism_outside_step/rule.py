"""Replayed code reads a clock, a random number, a new identifier, a counter, or a flag."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.code import tables
from guidance.code.model import Body, Flaw, Ground, Program
from guidance.code.wording import shown, via
from guidance.model import Pillar, Rule, Severity, Source

RULE = Rule(
    title="Replayed code does what gives another result each time",
    severity=Severity.ERROR,
    pillars=(Pillar.RELIABILITY,),
    sources=(
        Source(
            "https://github.com/aws/aws-durable-execution-docs/blob/main/docs/patterns/best-practices/determinism.md",
            "2026-11-20",
        ),
        Source("https://docs.aws.amazon.com/lambda/latest/dg/durable-best-practices.html", "2026-11-20"),
    ),
    since="0.2.0",
    aliases=("DF001",),
    practices=("DUR-01",),
)

_CURE = "Take it in a step: context.step(...)"
_FLAG = (
    "It may differ when the execution is replayed after a deployment or on another version."
    " Read it in a step or pass it in the event"
)
_COUNT = "Count in a local variable, or in a step's result"


def check(program: Program) -> Iterator[Flaw]:
    """Yield each clock, random number, new identifier, counter and deciding flag that replayed code reads."""
    seeded = any(call.name == "random.seed" and call.arguments for call in program.calls)
    for call in program.calls:
        if call.ground not in {Ground.REPLAYED, Ground.DECISION} or (seeded and call.name.startswith("random.")):
            continue
        group = tables.nondeterminism(call, program.language)
        if group is None or (call.name == "hash" and isinstance(call.first, int | float)):
            continue
        yield Flaw(
            call.place, f"{shown(call.name)} {group.says}, so each replay gets another value. {_CURE}{via(call)}"
        )
    for choice in program.choices:
        if choice.ground is Ground.REPLAYED:
            yield Flaw(
                choice.place,
                f"{choice.variable or 'A flag'} is read here and decides what runs. {_FLAG}{via(choice)}",
                severity="warning",
            )
    for change in program.changes:
        if change.module and change.step and change.body in {Body.HANDLER, Body.DECISION}:
            yield Flaw(
                change.place,
                f"{change.variable} is counted up at each replay, and lives as long as the sandbox. {_COUNT}{via(change)}",
            )
