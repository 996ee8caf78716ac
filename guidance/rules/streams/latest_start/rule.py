"""Records written while the mapping is created may be missed."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import EventSourceMapping, Template, edits

RULE = Rule(
    title="Stream mapping starts at the latest record",
    severity=Severity.INFO,
    pillars=(Pillar.RELIABILITY,),
    sources=(
        Source("https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html", "2026-11-20"),
        Source("https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-eventsourcemapping.html", "2026-11-20"),
    ),
    fix=FixKind.SOMETIMES,
    aliases=("STR004",),
    practices=("ESM-07",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each stream mapping that begins with what is written after it."""
    for mapping in template.of(EventSourceMapping):
        if mapping.source_kind not in {"kinesis", "dynamodb"}:
            continue
        for start in mapping.each("StartingPosition"):
            if start.text() == "LATEST":
                message = (
                    "With LATEST, records that are written while the mapping is created or updated can be missed."
                    " Use TRIM_HORIZON, unless starting late is what you want."
                )
                yield Found(start, message, (), edits.replace(start, "TRIM_HORIZON", "Start at the oldest record"))
