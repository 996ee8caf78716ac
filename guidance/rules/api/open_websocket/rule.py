"""The `$connect` route of a WebSocket API has no authorization."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import Resource, Template

RULE = Rule(
    title="WebSocket API lets anybody connect",
    severity=Severity.WARNING,
    pillars=(Pillar.SECURITY,),
    sources=(
        Source(
            "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-control-access.html",
            "2026-11-20",
        ),
        Source(
            "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-lambda-auth.html",
            "2026-11-20",
        ),
    ),
    aliases=("API016",),
    equivalents=("APIG4",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each `$connect` route without authorization."""
    message = "Anybody may open a connection to this API, and no other route can ask who it is."
    message += " Set AuthorizationType to AWS_IAM, or to CUSTOM with a Lambda authorizer."
    for route in template.resources("AWS::ApiGatewayV2::Route"):
        if route.get("RouteKey").text() == "$connect":
            for kind in route.each("AuthorizationType", default="NONE"):
                if kind.text() == "NONE":
                    yield Found(kind, message)
    for api in template.declared.values():
        if api.type == "AWS::Serverless::WebSocketApi" and _open(api):
            connect = api.get("Routes", "$connect")
            yield Found(
                connect, "Anybody may open a connection to this API. Give it Auth with AuthType AWS_IAM or CUSTOM."
            )


def _open(api: Resource) -> bool:
    """Whether SAM's WebSocket API has a `$connect` route and no authorization."""
    kind = api.get("Auth", "AuthType", default="NONE")
    return api.get("Routes", "$connect").present and kind.text() == "NONE"
