"""A REST API with CORS sends its own errors without the CORS header."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Profile, Rule, Severity, Source
from guidance.template import Template
from guidance.template.apis import apis
from guidance.wording import names

RULE = Rule(
    title="Errors of an API lack the CORS header",
    severity=Severity.INFO,
    profile=Profile.STRICT,
    pillars=(Pillar.OPERATIONS,),
    sources=(Source("https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html", "2026-11-20"),),
    aliases=("API009",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each REST API with CORS and without gateway responses."""
    for declared in (each for each in apis(template) if each.is_sam and each.type == "AWS::ApiGateway::RestApi"):
        api = declared.declared
        responses = api.get("GatewayResponses")
        own = any(
            each.get("RestApiId").resource is declared
            for each in template.resources("AWS::ApiGateway::GatewayResponse")
        )
        if not api.get("Cors").present or own or responses.unknown or not api.get("DefinitionBody").absent:
            continue
        missing = [name for name in ("DEFAULT_4XX", "DEFAULT_5XX") if responses.get(name).absent]
        if missing and not api.get("DefinitionUri").present:
            message = (
                "API Gateway's own errors (throttled, not authorized) carry no CORS header, so browsers hide them from your page."
                f" Add GatewayResponses for {names(missing)} with Access-Control-Allow-Origin."
            )
            yield Found(responses if responses.present else api.get("Cors"), message)
