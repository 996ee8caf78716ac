"""A body whose result is stored changes a variable of an outer scope."""

from __future__ import annotations

import re
from collections.abc import Iterator

from guidance.code.model import Body, Change, Flaw, Program
from guidance.code.wording import via
from guidance.model import Pillar, Rule, Severity, Source

RULE = Rule(
    title="Change of an outer variable is lost on replay",
    severity=Severity.ERROR,
    pillars=(Pillar.RELIABILITY,),
    sources=(
        Source(
            "https://github.com/aws/aws-durable-execution-docs/blob/main/docs/patterns/best-practices/determinism.md",
            "2026-11-20",
        ),
    ),
    since="0.2.0",
    aliases=("DF005",),
)

_BODIES = {
    Body.STEP: "a step",
    Body.CHECK: "the check of a wait_for_condition",
    Body.SUBMITTER: "the submitter of a callback",
    Body.CHILD: "a child context",
    Body.BRANCH: "a branch",
    Body.ITEM: "a map's function",
    Body.RETRY: "a retried body",
}


_CACHE = re.compile(r"cache|memo|client|session|pool|conn|singleton|registry|lazy", re.IGNORECASE)


def check(program: Program) -> Iterator[Flaw]:
    """Yield each change of an outer variable within a body whose result is stored."""
    for change in program.changes:
        if change.body in _BODIES and not (change.module and _caches(change, program)):
            yield Flaw(
                change.place,
                f"{change.target or change.variable} is changed within {_BODIES[change.body]}; replay takes the stored result and"
                f" does not run this again, so the change is lost. Return the value instead{via(change)}",
            )


def _caches(change: Change, program: Program) -> bool:
    """Whether a module keeps something for itself: nobody loses what is only kept to be quick."""
    return change.guarded or change.place.file != program.main or _CACHE.search(change.variable) is not None
