"""An HTTP API has its name or description both as a property and in its definition."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import (
    Intrinsic,
    Scalar,
    Template,
    Value,
    edits,
)

RULE = Rule(
    title="Name or description is set twice",
    severity=Severity.ERROR,
    pillars=(Pillar.OPERATIONS,),
    sources=(
        Source(
            "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-httpapi.html",
            "2026-11-20",
        ),
    ),
    fix=FixKind.SOMETIMES,
    aliases=("TPL034",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each Name and Description beside an inline definition that SAM then cannot set."""
    for api in template.declared.values():
        body = api.get("DefinitionBody")
        if api.type == "AWS::Serverless::HttpApi" and body.kind == "mapping" and "Fn::Transform" not in body.keys():  # noqa: SIM118
            name, title = api.get("Name"), body.get("info", "title")
            if name.present and name.text() != "" and not _is_stack_name(title):
                message = "SAM sets Name only where the definition is its own; here it fails. Write info.title instead."
                yield Found(name, message, [body], edits.remove(name, "Remove Name"))
            described = api.get("Description")
            if described.present and described.text() != "" and body.get("info", "description").present:
                message = "The definition has a description already, so SAM fails to set this one. Remove one."
                fix = edits.remove(described, "Remove Description")
                yield Found(described, message, [body.get("info", "description")], fix)


def _is_stack_name(title: Value) -> bool:
    """The title that SAM itself would give."""
    node = title.node
    argument = node.argument if isinstance(node, Intrinsic) and node.function == "Ref" else None
    return isinstance(argument, Scalar) and argument.text == "AWS::StackName"
