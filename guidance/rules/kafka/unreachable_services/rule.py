"""The network of a Kafka cluster has no way out for Lambda's pollers."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Confidence, Found, Pillar, Profile, Rule, Severity, Source
from guidance.template import EventSourceMapping, Reference, Template

RULE = Rule(
    title="Kafka cluster's network has no way to Lambda and STS",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    profile=Profile.STRICT,
    pillars=(Pillar.RELIABILITY,),
    sources=(Source("https://docs.aws.amazon.com/lambda/latest/dg/with-msk-cluster-network.html", "2026-11-21"),),
    aliases=("KAF004",),
)


_CLUSTERS = ("AWS::MSK::Cluster", "AWS::MSK::ServerlessCluster")
_NEEDED = ("lambda", "sts")


def check(template: Template) -> Iterator[Found]:
    """Yield each on-demand mapping of a cluster whose VPC, made here, has neither NAT nor endpoints."""
    if not template.resources("AWS::EC2::VPC") or template.resources("AWS::EC2::NatGateway") or template.has_loops:
        return
    services = [each.get("ServiceName").parts[-1] for each in template.resources("AWS::EC2::VPCEndpoint")]
    if any(not isinstance(name, str) for name in services):
        return
    missing = [need for need in _NEEDED if not any(str(name).endswith(f".{need}") for name in services)]
    for mapping in template.of(EventSourceMapping):
        cluster = mapping.source
        if cluster is None or cluster.type not in _CLUSTERS or not mapping.get("ProvisionedPollerConfig").absent:
            continue
        subnets = [name for name in cluster.properties.references() if _is_subnet(template, name)]
        if missing and subnets:
            message = (
                f"The pollers work from the network of {cluster.id}, which has no NAT gateway and no VPC endpoint for"
                f" {' and '.join(missing)}: the mapping cannot invoke the function. Add them, or use provisioned mode."
            )
            yield Found(mapping.get("EventSourceArn"), message, (cluster,))


def _is_subnet(template: Template, reference: Reference) -> bool:
    found = template.find(reference)
    return found is not None and found.type == "AWS::EC2::Subnet"
