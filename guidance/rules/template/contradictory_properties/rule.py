"""A SAM resource has two properties of which it takes one, or none of which it needs one."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import (
    Resource,
    Template,
    Value,
)

RULE = Rule(
    title="Properties exclude each other, or one of them is missing",
    severity=Severity.ERROR,
    pillars=(Pillar.OPERATIONS,),
    sources=(
        Source(
            "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-resources-and-properties.html",
            "2026-11-20",
        ),
    ),
    aliases=("TPL030",),
)
EXCLUSIVE = {
    "AWS::Serverless::Api": ("DefinitionBody", "DefinitionUri"),
    "AWS::Serverless::HttpApi": ("DefinitionBody", "DefinitionUri"),
    "AWS::Serverless::StateMachine": ("Definition", "DefinitionUri"),
    "AWS::Serverless::GraphQLApi": ("SchemaInline", "SchemaUri"),
}
NEEDED = frozenset(("AWS::Serverless::StateMachine", "AWS::Serverless::GraphQLApi"))


def check(template: Template) -> Iterator[Found]:
    """Yield each resource and event with both, and each resource with none where one is needed."""
    for declared in template.declared.values():
        if declared.type in EXCLUSIVE and "Fn::Transform" not in declared.properties.keys():  # noqa: SIM118
            yield from _one_of(declared, *EXCLUSIVE[declared.type])
        for _, event in declared.get("Events").entries() if declared.is_sam else ():
            kind, own = event.get("Type").text(), event.get("Properties")
            state, enabled = own.get("State"), own.get("Enabled")
            if kind in {"Schedule", "CloudWatchEvent", "EventBridgeRule"} and state.present and enabled.present:
                yield Found(
                    enabled, "State and Enabled say the same; SAM takes only one of them. Remove Enabled.", [state]
                )
            name, omitted = own.get("Name"), own.get("OmitName")
            if kind == "ScheduleV2" and name.present and omitted.boolean() is True:
                yield Found(omitted, "OmitName stands beside a Name; SAM takes only one of them.", [name])


def _one_of(declared: Resource, first: str, second: str) -> Iterator[Found]:
    one, other = declared.get(first), declared.get(second)
    if one.present and other.present and template_allows(declared, one, other):
        yield Found(other, f"{declared.id} has both {first} and {second}; SAM takes only one of them.", [one])
    elif one.absent and other.absent and declared.type in NEEDED:
        yield Found(declared, f"{declared.id} needs {first} or {second}.")


def template_allows(declared: Resource, *values: Value) -> bool:
    """Whether the values are known to stand together in one deployment."""
    known = not any(value.unknown for value in values)
    return known and declared.template.together(*values)
