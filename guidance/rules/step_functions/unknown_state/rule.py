"""A state machine goes to a state that it does not have."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import (
    StateMachine,
    Template,
    edits,
)
from guidance.template.workflows import workflows
from guidance.wording import nearest

RULE = Rule(
    title="Transition to a state that does not exist",
    severity=Severity.ERROR,
    pillars=(Pillar.RELIABILITY,),
    sources=(
        Source("https://docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html", "2026-11-21"),
        Source("https://github.com/localstack/localstack/issues/11978", "2026-11-21"),
    ),
    fix=FixKind.SOMETIMES,
    aliases=("SFN004",),
    equivalents=("E3601",),
)
CLOSE = 2


def check(template: Template) -> Iterator[Found]:
    """Yield each StartAt, Next, Default and Catch that names no state of its level."""
    for machine in template.of(StateMachine):
        inline = machine.get("Definition").kind == "mapping"
        for workflow in workflows(machine):
            known = workflow.names()
            targets = [workflow.at.get("StartAt"), *(each for state in workflow.states() for each in state.targets())]
            for target in targets if known else ():
                name = target.text()
                if name is not None and name not in known and "${" not in name:
                    near = nearest(name, known, CLOSE)
                    said = f"; did you mean {near}?" if near else "."
                    fix = edits.replace(target, near, f"Go to {near}") if near and inline else None
                    yield Found(target, f"There is no state {name[:80]} at this level of {machine.id}{said}", fix=fix)
