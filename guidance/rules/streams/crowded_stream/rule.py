"""More readers than two share a DynamoDB stream."""

from __future__ import annotations

from collections.abc import Iterator

from guidance import facts
from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import EventSourceMapping, Template

RULE = Rule(
    title="More functions read a table's stream than its shards serve",
    severity=Severity.WARNING,
    pillars=(
        Pillar.PERFORMANCE,
        Pillar.RELIABILITY,
    ),
    sources=(
        Source("https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.Lambda.html", "2026-11-21"),
    ),
    aliases=("STR007",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each table with more mappings on its stream than DynamoDB serves without throttling."""
    readers: dict[str, list[EventSourceMapping]] = {}
    for mapping in template.of(EventSourceMapping):
        if mapping.source is not None and mapping.source.type in {"AWS::DynamoDB::Table", "AWS::DynamoDB::GlobalTable"}:
            readers.setdefault(mapping.source.id, []).append(mapping)
    for name, mappings in readers.items():
        table = template.deployed[name]
        is_global = len(table.get("Replicas").items()) > 1
        most = facts.number(
            "dynamodb.streams.readers.maximum_global" if is_global else "dynamodb.streams.readers.maximum"
        )
        if len(mappings) > most and template.together(*mappings):
            kind = "global table" if is_global else "table"
            message = (
                f"{len(mappings)} mappings read the stream of {name}; beyond {most} on one {kind}, reads may be throttled."
                " Let one function or an EventBridge pipe hand the records on."
            )
            yield Found(mappings[most], message, [table, *mappings[:most]])
