"""A mapping of a stream needs a starting position that its source knows."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Fix, FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import EventSourceMapping, Template, edits

RULE = Rule(
    title="Stream mapping does not say where to start",
    severity=Severity.ERROR,
    pillars=(Pillar.RELIABILITY,),
    sources=(Source("https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html", "2026-11-20"),),
    fix=FixKind.SOMETIMES,
    aliases=("STR012",),
    equivalents=("E3633", "E3634"),
    practices=("ESM-07",),
)


_NEED = ("kinesis", "dynamodb", "msk", "kafka", "documentdb")


def check(template: Template) -> Iterator[Found]:
    """Yield each mapping without a starting position where Lambda wants one, and timestamps that are missing or not possible."""
    for mapping in template.of(EventSourceMapping):
        kind = mapping.source_kind
        shared = mapping.get("SelfManagedKafkaEventSourceConfig", "ConsumptionMode")
        for start in mapping.each("StartingPosition") if kind in _NEED and shared.text() != "Queue" else ():
            if start.absent and not shared.unknown:
                message = (
                    "StartingPosition is missing: Lambda refuses the mapping. TRIM_HORIZON starts at the oldest record."
                )
                yield Found(start, message, (), _fix(mapping))
            elif start.text() == "AT_TIMESTAMP" and kind == "dynamodb":
                message = "A DynamoDB stream cannot be read from a timestamp: use TRIM_HORIZON or LATEST."
                yield Found(start, message, (), edits.replace(start, "TRIM_HORIZON", "Start at the oldest record"))
            elif start.text() == "AT_TIMESTAMP" and mapping.get("StartingPositionTimestamp").absent:
                yield Found(start, "AT_TIMESTAMP needs a StartingPositionTimestamp (seconds since 1970).")


def _fix(mapping: EventSourceMapping) -> Fix | None:
    into = mapping if mapping.event is None else mapping.declared.get("Events", mapping.event, "Properties")
    return edits.insert(into, {"StartingPosition": "TRIM_HORIZON"}, "Start at the oldest record")
