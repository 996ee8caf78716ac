"""Tasks name a function's ARN instead of the Lambda integration."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Profile, Rule, Severity, Source
from guidance.template import (
    StateMachine,
    Template,
    function_of,
)
from guidance.template.workflows import State, workflows
from guidance.wording import names

RULE = Rule(
    title="Task calls Lambda by ARN instead of lambda:invoke",
    severity=Severity.INFO,
    profile=Profile.STRICT,
    pillars=(Pillar.OPERATIONS,),
    sources=(Source("https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html", "2026-11-20"),),
    aliases=("SFN013",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each state machine with tasks whose Resource is a function."""
    for machine in template.of(StateMachine):
        states = [state for workflow in workflows(machine) for state in workflow.states()]
        direct = [state for state in states if state.type == "Task" and _is_function(state)]
        if direct:
            message = f"{names([state.name for state in direct])}: the Resource is a function's ARN."
            message += " With arn:aws:states:::lambda:invoke you choose payload and version, and see the status and request id."
            yield Found(direct[0].at.get("Resource"), message, [state.at for state in direct[1:]])


def _is_function(state: State) -> bool:
    resource = state.filled("Resource")
    return function_of(resource) is not None or ":function:" in (resource.text() or "")
