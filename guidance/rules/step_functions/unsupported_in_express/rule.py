"""An Express workflow uses what only Standard workflows have."""

from __future__ import annotations

import re
from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import (
    StateMachine,
    Template,
)
from guidance.template.workflows import State, workflows

RULE = Rule(
    title="Express workflow uses what only Standard workflows have",
    severity=Severity.ERROR,
    pillars=(Pillar.RELIABILITY,),
    sources=(
        Source("https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html", "2026-11-21"),
        Source("https://docs.aws.amazon.com/step-functions/latest/dg/choosing-workflow-type.html", "2026-11-21"),
    ),
    aliases=("SFN009",),
    practices=("SFN-01", "SFN-02"),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each job run, callback, activity and distributed map in an Express workflow."""
    for machine in template.of(StateMachine):
        if machine.express:
            for workflow in workflows(machine):
                for state in workflow.states():
                    yield from _state(state, machine)


def _state(state: State, machine: StateMachine) -> Iterator[Found]:
    resource, mode = state.at.get("Resource"), state.at.get("ItemProcessor", "ProcessorConfig", "Mode")
    last = next((part for part in reversed(resource.parts) if isinstance(part, str)), "")
    what = None
    if last.endswith(".waitForTaskToken"):
        what = "waiting for a task token"
    elif re.search(r"\.sync(:\d+)?\Z", last):
        what = "waiting for a job to end (.sync)"
    elif ":activity:" in last or (
        resource.resource is not None and resource.resource.type == "AWS::StepFunctions::Activity"
    ):
        what = "activities"
    if what and state.type == "Task":
        yield Found(resource, _message(what), [machine.get("StateMachineType")])
    if mode.text() == "DISTRIBUTED":
        yield Found(mode, _message("distributed maps"), [machine.get("StateMachineType")])


def _message(what: str) -> str:
    return f"Express workflows do not support {what}; the deployment fails. Make the workflow Standard, or start this from one."
