"""A task waits for somebody's answer without a limit."""

from __future__ import annotations

import re
from collections.abc import Iterator

from guidance.model import FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import (
    StateMachine,
    Template,
    edits,
)
from guidance.template.workflows import State, definition, workflows

RULE = Rule(
    title="Task waits for an answer without a timeout",
    severity=Severity.WARNING,
    pillars=(Pillar.RELIABILITY,),
    sources=(Source("https://docs.aws.amazon.com/step-functions/latest/dg/sfn-stuck-execution.html", "2026-11-21"),),
    fix=FixKind.SOMETIMES,
    aliases=("SFN007",),
)
LIMITS = ("TimeoutSeconds", "TimeoutSecondsPath", "HeartbeatSeconds", "HeartbeatSecondsPath")
DAY = 86400


def check(template: Template) -> Iterator[Found]:
    """Yield each callback, activity and job without a timeout of its own or of the workflow."""
    for machine in template.of(StateMachine):
        top = definition(machine)
        if top is None or top.get("TimeoutSeconds").present or machine.express is not False:
            continue
        inline = machine.get("Definition").kind == "mapping"
        for workflow in workflows(machine):
            for state in workflow.states():
                what = _waits_for(state)
                if what and all(state.at.get(name).absent for name in LIMITS):
                    message = (
                        f"{state.name} waits for {what}; if that never comes, the execution hangs for up to a year."
                    )
                    fix = edits.insert(state.at, {"TimeoutSeconds": DAY}, "Wait for at most a day") if inline else None
                    severity = Severity.INFO if what == "a job to end" else None
                    yield Found(
                        state.at, f"{message} Set TimeoutSeconds or HeartbeatSeconds.", fix=fix, severity=severity
                    )


def _waits_for(state: State) -> str | None:
    resource = state.at.get("Resource")
    last = next((part for part in reversed(resource.parts) if isinstance(part, str)), "")
    if state.type != "Task":
        return None
    if last.endswith(".waitForTaskToken"):
        return "a task token"
    if ":activity:" in last or (
        resource.resource is not None and resource.resource.type == "AWS::StepFunctions::Activity"
    ):
        return "an activity worker"
    return "a job to end" if re.search(r"\.sync(:\d+)?\Z", last) else None
