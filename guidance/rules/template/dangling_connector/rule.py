"""A SAM connector connects something that the template does not have."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import (
    Template,
    Value,
)

RULE = Rule(
    title="Connector names something that is not in the template",
    severity=Severity.ERROR,
    pillars=(Pillar.OPERATIONS, Pillar.SECURITY),
    sources=(
        Source(
            "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-connector.html",
            "2026-11-20",
        ),
    ),
    aliases=("TPL038",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each Id of a connector's end that is no resource, and each connector without permissions."""
    for declared in template.declared.values() if not template.has_loops else ():
        if declared.type == "AWS::Serverless::Connector":
            yield from _connector(declared.properties, ("Source", "Destination"))
        for _, connector in declared.attribute("Connectors").entries():
            yield from _connector(connector.get("Properties"), ("Destination",))


def _connector(properties: Value, ends: tuple[str, ...]) -> Iterator[Found]:
    for end in ends:
        for place in properties.get(end).items() if properties.get(end).known else ():
            named = place.get("Id")
            if named.text() is not None and named.text() not in properties.template.declared:
                yield Found(named, f"There is no resource {(named.text() or '')[:60]} to connect. Name its logical id.")
    granted = properties.get("Permissions")
    if granted.kind == "list" and not granted.items():
        yield Found(granted, "Permissions is empty; name Read, Write or both.")
