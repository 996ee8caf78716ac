"""An API starts a Standard workflow synchronously, which only Express workflows allow."""

from __future__ import annotations

import re
from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import (
    Mapping,
    Node,
    Scalar,
    StateMachine,
    Template,
    references_in,
)

RULE = Rule(
    title="API waits for a Standard workflow",
    severity=Severity.ERROR,
    pillars=(Pillar.RELIABILITY,),
    sources=(
        Source(
            "https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartSyncExecution.html", "2026-11-21"
        ),
    ),
    aliases=("SFN014",),
    practices=("SFN-02",),
)
ACTION = re.compile(r"(states:action/|StepFunctions-)StartSyncExecution\Z")
NAMED = frozenset(("uri", "Uri", "IntegrationSubtype", "x-amazon-apigateway-integration-subtype", "integrationSubtype"))


def check(template: Template) -> Iterator[Found]:
    """Yield each integration with StartSyncExecution that names a Standard workflow of this template."""
    section = template.section("Resources")
    for node in section.walk() if section is not None else ():
        if isinstance(node, Mapping):
            action = next((node.entries[name] for name in NAMED if name in node.entries), None)
            if action is not None and _is_synchronous(action):
                for reference in references_in(node):
                    machine = template.find(reference)
                    if isinstance(machine, StateMachine) and machine.express is False:
                        message = f"StartSyncExecution needs an Express workflow; {machine.id} is Standard, so every call fails."
                        name = "Type" if machine.is_sam else "StateMachineType"
                        at = machine.get("StateMachineType")
                        yield Found(
                            at, f"{message} Set {name} to EXPRESS, or call StartExecution.", [template.at(action)]
                        )


def _is_synchronous(node: Node) -> bool:
    return any(isinstance(each, Scalar) and ACTION.search(each.text) for each in node.walk())
