"""REST APIs pass every request on, valid or not."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Profile, Rule, Severity, Source
from guidance.template import Resource, Template
from guidance.template.apis import routes
from guidance.wording import names

RULE = Rule(
    title="REST APIs do not validate requests",
    severity=Severity.INFO,
    profile=Profile.STRICT,
    pillars=(
        Pillar.SECURITY,
        Pillar.COST,
    ),
    sources=(
        Source(
            "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html",
            "2026-11-20",
        ),
    ),
    aliases=("API007",),
    equivalents=("APIG2",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield one finding a template: which REST APIs validate nothing."""
    apis = template.resources("AWS::ApiGateway::RestApi")
    without = [api for api in apis if not _validates(api) and not api.get("Body").unknown]
    if without:
        message = (
            f"Every request to {names([api.id for api in without])} is passed on as it is."
            " Add models and a request validator, so that bad requests stop at the API."
        )
        yield Found(without[0], message, without[1:])


def _validates(api: Resource) -> bool:
    if not api.get("BodyS3Location").absent or not api.get("Body", "x-amazon-apigateway-request-validators").absent:
        return True
    if any(
        each.get("RestApiId").resource is api for each in api.template.resources("AWS::ApiGateway::RequestValidator")
    ):
        return True
    return any(
        route.api is api
        and any(not route.at.get("Properties", name).absent for name in ("RequestModel", "RequestParameters"))
        for route in routes(api.template)
        if route.at.get("Properties").known
    )
