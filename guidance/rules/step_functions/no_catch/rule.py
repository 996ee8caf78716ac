"""A workflow handles no failure of its tasks."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Profile, Rule, Severity, Source
from guidance.template import (
    StateMachine,
    Template,
)
from guidance.template.workflows import workflows

RULE = Rule(
    title="No task of a workflow has a Catch",
    severity=Severity.INFO,
    profile=Profile.STRICT,
    pillars=(Pillar.RELIABILITY,),
    sources=(
        Source("https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html", "2026-11-21"),
    ),
    aliases=("SFN006",),
    practices=("SFN-06", "SFN-07", "SFN-08"),
)
FALLIBLE = frozenset(("Task", "Parallel", "Map"))


def check(template: Template) -> Iterator[Found]:
    """Yield each state machine with tasks of which none, at any level, has a Catch."""
    for machine in template.of(StateMachine):
        states = [state for workflow in workflows(machine) for state in workflow.states()]
        tasks = [state for state in states if state.type == "Task"]
        if tasks and all(state.at.get("Catch").absent for state in states if state.type in FALLIBLE):
            message = f"No task of {machine.id} has a Catch: the first failure ends the whole execution."
            yield Found(tasks[0].at, f"{message} Catch States.ALL and undo, notify or park what was begun.")
