"""Custom event buses keep no archive."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Fix, FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import Resource, Template, Value, edits
from guidance.wording import names

RULE = Rule(
    title="Event buses have no archive",
    severity=Severity.INFO,
    pillars=(
        Pillar.RELIABILITY,
        Pillar.OPERATIONS,
    ),
    sources=(Source("https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-archive.html", "2026-11-20"),),
    fix=FixKind.SOMETIMES,
    fix_safe=True,
    aliases=("EVB007",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield one finding a template: which buses have no archive."""
    kept = [each.get("SourceArn") for each in template.resources("AWS::Events::Archive")]
    unsaid = any(value.resource is None for value in kept)
    without = [] if unsaid else [bus for bus in template.resources("AWS::Events::EventBus") if not _kept(bus, kept)]
    if without:
        message = (
            f"Events on {names([bus.id for bus in without])} cannot be played again. Add an AWS::Events::Archive with"
            " RetentionDays."
        )
        yield Found(without[0], message, without[1:], _fix(without[0]) if len(without) == 1 else None)


def _kept(bus: Resource, kept: list[Value]) -> bool:
    return any(value.resource is bus for value in kept) or bus.get("EventSourceName").present


def _fix(bus: Resource) -> Fix | None:
    name = edits.free_id(bus.template, f"{bus.id}Archive")
    properties: edits.Data = {"SourceArn": {"Fn::GetAtt": [bus.id, "Arn"]}, "RetentionDays": 30}
    edit = edits.add_resources(bus.template, {name: {"Type": "AWS::Events::Archive", "Properties": properties}})
    return Fix(safe=True, description="Keep the events for 30 days", edits=(edit,)) if edit is not None else None
