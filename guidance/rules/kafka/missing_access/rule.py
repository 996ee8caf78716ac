"""A mapping of a self-managed cluster names no credentials, or half a network."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import EventSourceMapping, Template

RULE = Rule(
    title="Self-managed Kafka mapping does not say how to reach the brokers",
    severity=Severity.ERROR,
    pillars=(
        Pillar.RELIABILITY,
        Pillar.SECURITY,
    ),
    sources=(
        Source(
            "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-selfmanagedkafka.html",
            "2026-11-20",
        ),
        Source("https://docs.aws.amazon.com/lambda/latest/api/API_SourceAccessConfiguration.html", "2026-11-20"),
    ),
    aliases=("KAF005",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each self-managed mapping without access configurations, or with half a network."""
    for mapping in template.of(EventSourceMapping):
        if mapping.source_kind != "kafka":
            continue
        access = mapping.get("SourceAccessConfigurations")
        if access.absent and mapping.event is None:
            message = (
                "SourceAccessConfigurations is missing: say how to log in to the brokers (such as SASL_SCRAM_512_AUTH with a"
                " secret), or in which VPC they are (VPC_SUBNET and VPC_SECURITY_GROUP)."
            )
            yield Found(access, message, severity=Severity.WARNING)
        elif access.kind == "list":
            types = [each.get("Type").text() for each in access.items()]
            if None not in types and ("VPC_SUBNET" in types) != ("VPC_SECURITY_GROUP" in types):
                has, lacks = ("VPC_SUBNET", "VPC_SECURITY_GROUP")[:: 1 if "VPC_SUBNET" in types else -1]
                yield Found(access, f"There is a {has} but no {lacks}: brokers in a VPC need both.")
