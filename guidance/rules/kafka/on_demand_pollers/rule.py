"""A Kafka mapping scales by offset lag, minutes after the traffic."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Profile, Rule, Severity, Source
from guidance.template import EventSourceMapping, Template

RULE = Rule(
    title="Kafka mapping scales on demand",
    severity=Severity.INFO,
    profile=Profile.STRICT,
    pillars=(Pillar.PERFORMANCE,),
    sources=(Source("https://docs.aws.amazon.com/lambda/latest/dg/kafka-scaling-modes.html", "2026-11-20"),),
    aliases=("KAF003",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each Kafka mapping without provisioned pollers."""
    for mapping in template.of(EventSourceMapping):
        if mapping.source_kind in {"msk", "kafka"}:
            for pollers in mapping.each("ProvisionedPollerConfig"):
                if pollers.absent:
                    message = (
                        "On demand, pollers follow the offset lag within about three minutes. For steady or spiky traffic set"
                        " ProvisionedPollerConfig, which also allows limits on retries and partial batch responses."
                    )
                    yield Found(pollers, message)
