"""States.ALL shares its list with other errors, or is not the last entry."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import (
    StateMachine,
    Template,
    Value,
)
from guidance.template.workflows import workflows

RULE = Rule(
    title="States.ALL is not alone and last",
    severity=Severity.ERROR,
    pillars=(Pillar.RELIABILITY,),
    sources=(
        Source("https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html", "2026-11-21"),
    ),
    aliases=("SFN008",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each Retry and Catch entry with States.ALL that has company or successors."""
    for machine in template.of(StateMachine):
        for workflow in workflows(machine):
            for state in workflow.states():
                for key in ("Retry", "Catch"):
                    entries = state.at.get(key)
                    yield from _entries(key, entries.items() if entries.kind == "list" else [])


def _entries(key: str, entries: list[Value]) -> Iterator[Found]:
    for index, entry in enumerate(entries):
        errors = entry.get("ErrorEquals")
        given = [each.text() for each in errors.items()] if errors.kind == "list" else []
        if "States.ALL" in given and len(given) > 1:
            yield Found(errors, "States.ALL has to stand alone in ErrorEquals; it covers the other names anyway.")
        elif "States.ALL" in given and index + 1 < len(entries):
            yield Found(
                errors, f"States.ALL has to be in the last entry of {key}; what stands after it is never looked at."
            )
