"""A custom domain asks for DNS records but names no hosted zone."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import (
    Template,
)

RULE = Rule(
    title="Route53 of a custom domain names no hosted zone",
    severity=Severity.ERROR,
    pillars=(Pillar.OPERATIONS,),
    sources=(
        Source(
            "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-api-route53configuration.html",
            "2026-11-20",
        ),
    ),
    aliases=("TPL021",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each Domain.Route53 of a SAM API without HostedZoneId and HostedZoneName."""
    for api in {id(each.declared): each.declared for each in template.deployed.values()}.values():
        if api.is_sam:
            for route53 in api.each("Domain", "Route53"):
                if route53.kind == "mapping" and all(
                    route53.get(name).absent for name in ("HostedZoneId", "HostedZoneName")
                ):
                    message = "Route53 needs HostedZoneId or HostedZoneName, or SAM cannot make the DNS record."
                    yield Found(route53, message)
