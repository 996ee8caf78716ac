"""REST APIs have the edge-optimized endpoint that is the default."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import Resource, Template, edits
from guidance.wording import names

RULE = Rule(
    title="REST APIs have edge-optimized endpoints",
    severity=Severity.INFO,
    pillars=(Pillar.PERFORMANCE,),
    sources=(
        Source(
            "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-endpoint-types.html",
            "2026-11-20",
        ),
    ),
    fix=FixKind.SOMETIMES,
    aliases=("API010",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield one finding a template: which REST APIs do not choose their endpoint."""
    without = [api for api in template.resources("AWS::ApiGateway::RestApi") if _unsaid(api)]
    if without:
        first, data = without[0], ({"Type": "REGIONAL"} if without[0].is_sam else {"Types": ["REGIONAL"]})
        message = f"The endpoint of {names([api.id for api in without])} is edge-optimized, the default."
        message += " Set EndpointConfiguration to REGIONAL, unless callers sit all over the world."
        fix = (
            edits.insert(first, {"EndpointConfiguration": data}, "Make the endpoint regional")
            if len(without) == 1
            else None
        )
        yield Found(first.get("EndpointConfiguration"), message, without[1:], fix)


def _unsaid(api: Resource) -> bool:
    """Whether nothing says the type, in the template or in what its body says of endpoints."""
    body = api.get("Body")
    said = any(api.get(name).present for name in ("EndpointConfiguration", "BodyS3Location"))
    return not (said or body.unknown or body.get("x-amazon-apigateway-endpoint-configuration").present)
