"""A state machine has a state that nothing leads to, or no way to end."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import (
    StateMachine,
    Template,
)
from guidance.template.workflows import State, Workflow, workflows

RULE = Rule(
    title="State is unreachable or the workflow cannot end",
    severity=Severity.ERROR,
    pillars=(Pillar.RELIABILITY,),
    sources=(
        Source("https://docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html", "2026-11-21"),
        Source("https://github.com/aws-cloudformation/cfn-lint/issues/4073", "2026-11-21"),
    ),
    aliases=("SFN015",),
    equivalents=("E3601",),
)
ENDS = frozenset(("Succeed", "Fail"))


def check(template: Template) -> Iterator[Found]:
    """Yield each state without an exit or an entry, and each level without an end."""
    for machine in template.of(StateMachine):
        for workflow in workflows(machine):
            states = {state.name: state for state in workflow.states() if state.at.kind == "mapping"}
            if len(states) == len(workflow.names()) and states:
                yield from _level(workflow, states)


def _level(workflow: Workflow, states: dict[str, State]) -> Iterator[Found]:
    for state in states.values():
        if state.type not in {None, "Choice", *ENDS} and state.at.get("Next").absent and state.at.get("End").absent:
            yield Found(state.at, f"{state.name} has neither Next nor End; Step Functions rejects the definition.")
            return
    targets = {name: [each.text() for each in state.targets()] for name, state in states.items()}
    start = workflow.at.get("StartAt").text()
    known = [start, *(each for found in targets.values() for each in found)]
    if any(each not in states for each in known):
        return
    if not any(state.type in {None, *ENDS} or not state.at.get("End").absent for state in states.values()):
        yield Found(
            workflow.at, "No state of this workflow ends it: give one `End: true`, or add a Succeed or Fail state."
        )
        return
    reached, waiting = set[str | None](), [start]
    while waiting:
        if (name := waiting.pop()) not in reached:
            reached.add(name)
            waiting.extend(targets.get(name or "", []))
    for name, state in states.items():
        if name not in reached:
            yield Found(
                state.at, f"Nothing leads to {name}; Step Functions rejects the definition. Go there, or remove it."
            )
