"""CORS lets every website call an API that asks who the caller is."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import Resource, Template, Value
from guidance.template.apis import apis, routes

RULE = Rule(
    title="CORS lets every origin in",
    severity=Severity.ERROR,
    pillars=(Pillar.SECURITY,),
    sources=(
        Source("https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html", "2026-11-20"),
        Source("https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html", "2026-11-20"),
    ),
    aliases=("API008",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each `*` among the origins of an API that has credentials or an authorizer."""
    for api in apis(template):
        for cors, origins, credentials in _settings(api):
            short = cors.kind == "scalar"
            if origins.absent and credentials.boolean() is True and api.type == "AWS::ApiGateway::RestApi":
                yield _with_credentials(api, credentials, credentials)
            for origin in [cors] if short else origins.items():
                if (origin.text() or "").strip("'") != "*" and not (short and cors.boolean() is True):
                    continue
                if credentials.boolean() is True:
                    yield _with_credentials(api, origin, credentials)
                elif _authenticated(api):
                    message = (
                        "Every website may call this API from its visitors' browsers, although it has an authorizer."
                        " List your origins."
                    )
                    yield Found(origin, message, severity=Severity.WARNING)


def _with_credentials(api: Resource, origin: Value, credentials: Value) -> Found:
    refused = api.is_sam and api.type == "AWS::ApiGateway::RestApi"
    follows = "SAM refuses to deploy this" if refused else "browsers then refuse the answer"
    message = f"Every origin and credentials do not go together: {follows}. List the origins that may send credentials."
    return Found(origin, message, (credentials,), severity=None if refused else Severity.WARNING)


def _settings(api: Resource) -> Iterator[tuple[Value, Value, Value]]:
    """The CORS settings of an API, their origins, and whether credentials are allowed."""
    if api.type == "AWS::ApiGatewayV2::Api":
        for cors in api.each("CorsConfiguration"):
            yield cors, cors.get("AllowOrigins"), cors.get("AllowCredentials")
    elif api.is_sam:
        for cors in api.declared.each("Cors"):
            yield cors, cors.get("AllowOrigin"), cors.get("AllowCredentials")


def _authenticated(api: Resource) -> bool:
    """Whether a route of it has an authorizer, or IAM."""
    auth = api.declared.get("Auth", "DefaultAuthorizer") if api.is_sam else api.get("none")
    if auth.present and auth.text() not in {None, "NONE"}:
        return True
    return any(route.api is api and route.auth in {"iam", "authorizer"} for route in routes(api.template))
