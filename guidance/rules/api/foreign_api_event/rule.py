"""An API event of a SAM resource names an API that the template does not have."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import (
    Intrinsic,
    Scalar,
    Template,
    Value,
)

RULE = Rule(
    title="API event names an API of another template",
    severity=Severity.ERROR,
    pillars=(Pillar.OPERATIONS,),
    sources=(
        Source(
            "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-api.html",
            "2026-11-20",
        ),
    ),
    aliases=("TPL032",),
)
KEYS = {"Api": ("RestApiId", "AWS::Serverless::HttpApi"), "HttpApi": ("ApiId", "")}


def check(template: Template) -> Iterator[Found]:
    """Yield each RestApiId and ApiId that is no Ref of an API in this template."""
    for declared in template.declared.values():
        for _, event in declared.get("Events").entries() if declared.is_sam else ():
            key, other = KEYS.get(event.get("Type").text() or "", ("", ""))
            value = event.get("Properties", key) if key else event.get("Nothing")
            if value.present and not template.has_loops and _is_elsewhere(value, other):
                message = f"{key} has to be a !Ref of an API in this template: SAM writes the route into it."
                yield Found(value, f"{message} Declare the API here, or add the route where it is declared.")


def _is_elsewhere(value: Value, other: str) -> bool:
    node, template = value.node, value.template
    if isinstance(node, Scalar):
        return value.text() is not None and value.text() not in {*template.declared, *template.deployed}
    if not isinstance(node, Intrinsic):
        return False
    name = node.argument.text if isinstance(node.argument, Scalar) else ""
    if node.function == "Ref" and name in template.parameters:
        return True
    found = value.resource
    return node.function == "Fn::ImportValue" or (found is not None and found.declared.type == other)
