"""A workflow starts another without a name that would stop it from starting twice."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Confidence, Found, Pillar, Profile, Rule, Severity, Source
from guidance.template import (
    StateMachine,
    Template,
)
from guidance.template.workflows import workflows

RULE = Rule(
    title="Nested execution has no name",
    severity=Severity.INFO,
    profile=Profile.STRICT,
    confidence=Confidence.MEDIUM,
    pillars=(Pillar.RELIABILITY,),
    sources=(
        Source("https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html", "2026-11-20"),
    ),
    aliases=("SFN017",),
    practices=("SFN-05",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each task that starts an execution without Name."""
    for machine in template.of(StateMachine):
        for workflow in workflows(machine):
            for state in workflow.states():
                resource = state.at.get("Resource")
                last = next((part for part in reversed(resource.parts) if isinstance(part, str)), "")
                given = state.at.get("Arguments" if state.query_language == "JSONata" else "Parameters")
                starts = state.type == "Task" and ":states:startExecution" in last and given.kind == "mapping"
                if starts and not {"Name", "Name.$"} & set(given.keys()):
                    message = f"{state.name} starts an execution without a Name, so a retry starts it again."
                    yield Found(given, f"{message} Set Name from a business id, such as the order's number.")
