"""A list stands in Globals and in a resource, and SAM joins the two."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Profile, Rule, Severity, Source
from guidance.template import (
    Resource,
    Template,
    Value,
)

RULE = Rule(
    title="List in a resource is joined to the one in Globals",
    severity=Severity.INFO,
    profile=Profile.STRICT,
    pillars=(Pillar.OPERATIONS,),
    sources=(
        Source(
            "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-template-anatomy-globals.html",
            "2026-11-20",
        ),
    ),
    aliases=("TPL007",),
)
REPLACED = frozenset(("Architectures",))


def check(template: Template) -> Iterator[Found]:
    """Yield each list of a SAM resource that Globals has too."""
    for declared in template.declared.values():
        shared = template.value("Globals", declared.type.removeprefix("AWS::Serverless::"))
        if declared.is_sam and shared.kind == "mapping" and "IgnoreGlobals" not in declared.body.entries:
            own = template.value("Resources", declared.id, "Properties")
            yield from _lists(own, shared, declared)


def _lists(own: Value, shared: Value, declared: Resource) -> Iterator[Found]:
    for key, value in own.entries():
        other = shared.get(key)
        if value.kind == "list" and other.kind == "list" and key not in REPLACED:
            message = f"{key} stands in Globals too, and SAM joins both lists: {declared.id} gets all of them."
            yield Found(value, f"{message} If you meant to override it, take it out of Globals.", [other])
        elif value.kind == "mapping" and other.kind == "mapping":
            yield from _lists(value, other, declared)
