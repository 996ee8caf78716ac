"""A Choice has no way out when none of its rules matches."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Fix, FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import (
    StateMachine,
    Template,
    edits,
)
from guidance.template.workflows import State, Workflow, workflows

RULE = Rule(
    title="Choice has no Default",
    severity=Severity.WARNING,
    pillars=(Pillar.RELIABILITY,),
    sources=(Source("https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html", "2026-11-20"),),
    fix=FixKind.SOMETIMES,
    aliases=("SFN010",),
    practices=("SFN-07",),
)
FAILED = "NothingMatched"


def check(template: Template) -> Iterator[Found]:
    """Yield each Choice without Default whose rules do not cover both cases of one test."""
    for machine in template.of(StateMachine):
        inline = machine.get("Definition").kind == "mapping"
        for workflow in workflows(machine):
            for state in workflow.states():
                if state.type == "Choice" and state.at.get("Default").absent and not _complete(state):
                    message = f"{state.name} has no Default: what matches no rule fails with States.NoChoiceMatched."
                    fix = _fix(state, workflow) if inline else None
                    yield Found(
                        state.at, f"{message} Set Default, to a Fail state with a telling Error if need be.", fix=fix
                    )


def _complete(state: State) -> bool:
    """Whether two rules test the same thing for true and for false."""
    tests = set()
    for rule in state.at.get("Choices").items():
        for name, value in rule.entries():
            if value.boolean() is not None and name not in {"Next", "Variable"}:
                tests.add((rule.get("Variable").text(), name, value.boolean()))
    return any((variable, name, not truth) in tests for variable, name, truth in tests)


def _fix(state: State, workflow: Workflow) -> Fix | None:
    if FAILED in workflow.names():
        return None
    fail = {"Type": "Fail", "Error": FAILED, "Cause": f"No rule of {state.name} matched."}
    added = edits.insert(workflow.at.get("States"), {FAILED: fail}, "Add a Fail state")
    first = edits.insert(state.at, {"Default": FAILED}, "Fail with a telling error when no rule matches")
    return edits.both(first, added.edits[0]) if added is not None else None
