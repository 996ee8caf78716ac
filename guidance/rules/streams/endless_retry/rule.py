"""A record that always fails blocks its shard until it expires."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Fix, FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import EventSourceMapping, Template, Value, edits

RULE = Rule(
    title="Stream mapping retries failing records without end",
    severity=Severity.WARNING,
    pillars=(Pillar.RELIABILITY,),
    sources=(
        Source("https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-parameters.html", "2026-11-20"),
        Source("https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-params.html", "2026-11-20"),
    ),
    fix=FixKind.SOMETIMES,
    aliases=("STR002",),
    practices=("FLR-07", "FLR-09", "ESM-08"),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each stream mapping with no limit on retries nor on a record's age."""
    for mapping in template.of(EventSourceMapping):
        if mapping.source_kind not in {"kinesis", "dynamodb"}:
            continue
        for retries in mapping.each("MaximumRetryAttempts", default=-1):
            for age in mapping.each("MaximumRecordAgeInSeconds", default=-1):
                if retries.integer() == -1 and age.integer() == -1 and template.together(retries, age):
                    message = (
                        "A record that always fails is tried until it expires, and its shard stands still for so long."
                        " Set MaximumRetryAttempts or MaximumRecordAgeInSeconds, and a destination for what is given up."
                    )
                    yield Found(retries, message, (age,) if age.present else (), _fix(mapping, retries))


def _fix(mapping: EventSourceMapping, retries: Value) -> Fix | None:
    change = "Give up after 3 retries"
    if retries.present:
        return edits.replace(retries, 3, change)
    into = mapping if mapping.event is None else mapping.declared.get("Events", mapping.event, "Properties")
    return edits.insert(into, {"MaximumRetryAttempts": 3}, change)
