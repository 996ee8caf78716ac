"""Kafka records that are given up are gone without a trace."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import EventSourceMapping, Template

RULE = Rule(
    title="Kafka mapping has no on-failure destination",
    severity=Severity.WARNING,
    pillars=(Pillar.RELIABILITY,),
    sources=(Source("https://docs.aws.amazon.com/lambda/latest/dg/kafka-on-failure-destination.html", "2026-11-20"),),
    aliases=("KAF001",),
    practices=("ERR-02",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each Kafka mapping that drops what it gives up."""
    for mapping in template.of(EventSourceMapping):
        if mapping.source_kind not in {"msk", "kafka"}:
            continue
        for destination in mapping.each("DestinationConfig", "OnFailure", "Destination"):
            if destination.absent:
                message = (
                    "Records that expire or fail too often, or that are too large, are skipped, and nobody learns which. Set"
                    " DestinationConfig.OnFailure to an SQS queue, an SNS topic or an S3 bucket."
                )
                yield Found(destination, message)
