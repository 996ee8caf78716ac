"""An HTTP API event has a path without a method, or a method without a path."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import (
    Function,
    Template,
    edits,
)

RULE = Rule(
    title="HTTP API event has only half a route",
    severity=Severity.ERROR,
    pillars=(Pillar.OPERATIONS,),
    sources=(
        Source(
            "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-httpapi.html",
            "2026-11-20",
        ),
    ),
    fix=FixKind.SOMETIMES,
    aliases=("TPL028",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each HttpApi event with one of Path and Method."""
    for function in template.of(Function):
        for _, event in function.sam("Events").entries():
            own = event.get("Properties")
            if (
                event.get("Type").text() == "HttpApi"
                and own.kind == "mapping"
                and own.get("Path").absent != own.get("Method").absent
            ):
                missing = "Method" if own.get("Method").absent else "Path"
                fix = edits.insert(own, {"Method": "any"}, "Set Method to any") if missing == "Method" else None
                message = f"This event has no {missing}: give both Path and Method, or neither for the default route."
                yield Found(own.get(missing), message, fix=fix)
