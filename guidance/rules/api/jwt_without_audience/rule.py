"""A JWT authorizer names no audience."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import Template, Value
from guidance.template.apis import apis

RULE = Rule(
    title="JWT authorizer without an audience",
    severity=Severity.INFO,
    pillars=(Pillar.SECURITY,),
    sources=(
        Source(
            "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html", "2026-11-20"
        ),
        Source(
            "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-apigatewayv2-authorizer-jwtconfiguration.html",
            "2026-11-20",
        ),
    ),
    aliases=("API017",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each JWT authorizer without an audience."""
    for settings, name in _settings(template):
        if settings.kind == "mapping":
            audience = settings.get(name)
            if audience.absent or (audience.kind == "list" and not audience.items()):
                message = (
                    "This authorizer names no audience, so nothing tells tokens for this API from those for other"
                    " applications."
                )
                yield Found(audience, message + " List the client ids that it is for.")


def _settings(template: Template) -> Iterator[tuple[Value, str]]:
    for plain in template.resources("AWS::ApiGatewayV2::Authorizer"):
        if plain.get("AuthorizerType").text() == "JWT":
            yield plain.get("JwtConfiguration"), "Audience"
    for api in (each for each in apis(template) if each.is_sam):
        for _, authorizer in api.declared.get("Auth", "Authorizers").entries():
            settings = authorizer.get("JwtConfiguration")
            yield settings, "Audience" if settings.get("Issuer").present else "audience"
