"""A new mapping gets a new consumer group and begins anew."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Fix, FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import EventSourceMapping, Template, edits

RULE = Rule(
    title="Kafka mapping leaves its consumer group to chance",
    severity=Severity.INFO,
    pillars=(
        Pillar.RELIABILITY,
        Pillar.OPERATIONS,
    ),
    sources=(
        Source(
            "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-lambda-eventsourcemapping-amazonmanagedkafkaeventsourceconfig.html",
            "2026-11-21",
        ),
    ),
    fix=FixKind.SOMETIMES,
    aliases=("KAF002",),
)


_GROUPS = {"msk": "AmazonManagedKafkaEventSourceConfig", "kafka": "SelfManagedKafkaEventSourceConfig"}


def check(template: Template) -> Iterator[Found]:
    """Yield each Kafka mapping without a ConsumerGroupId."""
    for mapping in template.of(EventSourceMapping):
        config = _GROUPS.get(mapping.source_kind or "")
        for group in mapping.each(config, "ConsumerGroupId") if config is not None else ():
            if group.absent:
                message = (
                    "Without a ConsumerGroupId each mapping has a group of its own: one that is made again starts from"
                    " StartingPosition, not from where the old one was. Set ConsumerGroupId."
                )
                yield Found(group, message, (), _fix(mapping))


def _fix(mapping: EventSourceMapping) -> Fix | None:
    name = f"{mapping.declared.id}{mapping.event or ''}".lower()
    change = f"Name the consumer group {name}"
    if mapping.event is None:
        return None
    return edits.insert(mapping.declared.get("Events", mapping.event, "Properties"), {"ConsumerGroupId": name}, change)
