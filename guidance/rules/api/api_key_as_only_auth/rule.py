"""An API key stands alone: no usage plan lets it in, or nothing else asks who the caller is."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import Resource, Template, Value
from guidance.template.apis import apis, routes

RULE = Rule(
    title="API key without a usage plan, or as the only authorization",
    severity=Severity.WARNING,
    pillars=(Pillar.SECURITY,),
    sources=(
        Source(
            "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html",
            "2026-11-20",
        ),
    ),
    aliases=("API012",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each REST API whose keys admit nobody, or admit by themselves."""
    planned = bool(template.resources("AWS::ApiGateway::UsagePlan"))
    for api in (each for each in apis(template) if each.type == "AWS::ApiGateway::RestApi"):
        required = _required(api)
        if required is None:
            continue
        plan = api.declared.get("Auth", "UsagePlan") if api.is_sam else api.get("none")
        if not planned and not _any_plan(template) and not plan.unknown:
            message = (
                "A key is required, but no usage plan of this template admits one: every request is refused. Add a"
                " usage plan."
            )
            yield Found(required, message)
        elif any(route.api is api and route.auth == "api_key" for route in routes(template)):
            message = (
                "An API key is all that this API asks for, and a key does not say who calls. Add an authorizer; keep"
                " keys for quotas."
            )
            yield Found(required, message)


def _any_plan(template: Template) -> bool:
    """Whether SAM makes a usage plan for any API; an API may share one."""
    declared = (each for each in template.declared.values() if each.type == "AWS::Serverless::Api")
    return any(each.get("Auth", "UsagePlan").present and _made(each) for each in declared)


def _made(api: Resource) -> bool:
    return api.get("Auth", "UsagePlan", "CreateUsagePlan").text() != "NONE"


def _required(api: Resource) -> Value | None:
    """Where it says that a key is required."""
    candidates = [api.declared.get("Auth", "ApiKeyRequired")] if api.is_sam else []
    for route in routes(api.template):
        if route.api is api:
            candidates += [route.at.get("Properties", "Auth", "ApiKeyRequired"), route.at.get("ApiKeyRequired")]
    return next((each for each in candidates if each.boolean() is True), None)
