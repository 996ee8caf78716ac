"""A task that calls Lambda is not retried when Lambda itself falters."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import (
    Function,
    StateMachine,
    Template,
    edits,
    function_of,
)
from guidance.template.workflows import State, workflows
from guidance.wording import names

RULE = Rule(
    title="Lambda task has no Retry",
    severity=Severity.WARNING,
    pillars=(Pillar.RELIABILITY,),
    sources=(
        Source("https://docs.aws.amazon.com/step-functions/latest/dg/bp-lambda-serviceexception.html", "2026-11-21"),
    ),
    fix=FixKind.SOMETIMES,
    aliases=("SFN005",),
    practices=("SFN-06", "SFN-08", "ERR-02"),
)
ERRORS = tuple(
    f"Lambda.{name}"
    for name in (
        "ClientExecutionTimeoutException", "ServiceException", "AWSLambdaException", "SdkClientException",
        "TooManyRequestsException",
    )
)  # fmt: skip
RETRY: edits.Data = {"ErrorEquals": ERRORS, "IntervalSeconds": 2, "MaxAttempts": 6, "BackoffRate": 2}


def check(template: Template) -> Iterator[Found]:
    """Yield each Lambda task without Retry, once a level."""
    for machine in template.of(StateMachine):
        inline = machine.get("Definition").kind == "mapping"
        for workflow in workflows(machine):
            bare = [state for state in workflow.states() if _calls_lambda(state) and state.at.get("Retry").absent]
            if bare:
                fixes = [edits.insert(state.at, {"Retry": [RETRY]}, "Retry Lambda's own errors") for state in bare]
                edited = [None if each is None else each.edits[0] for each in fixes[1:]]
                message = (
                    f"{names([state.name for state in bare])}: no Retry, so one throttle or hiccup of Lambda fails the execution."
                    " Retry Lambda.TooManyRequestsException, Lambda.ServiceException and their like with backoff."
                )
                fix = edits.both(fixes[0], *edited) if inline else None
                yield Found(bare[0].at, message, [state.at for state in bare[1:]], fix)


def _calls_lambda(state: State) -> bool:
    resource = state.filled("Resource")
    if state.type != "Task":
        return False
    known = any(isinstance(part, str) and ":lambda:" in part for part in resource.parts)
    return known or isinstance(resource.resource, Function) or function_of(resource) is not None
