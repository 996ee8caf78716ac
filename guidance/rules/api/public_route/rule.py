"""Anybody may call an API."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Confidence, Found, Pillar, Rule, Severity, Source
from guidance.template import Resource, Template
from guidance.template.apis import Route, routes
from guidance.wording import names

RULE = Rule(
    title="API has no authorization",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    pillars=(Pillar.SECURITY,),
    sources=(
        Source(
            "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-to-api.html",
            "2026-11-20",
        ),
    ),
    aliases=("API002",),
    equivalents=("CKV_AWS_59",),
    practices=("CRUD-06",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each API with routes that say nothing about who may call them."""
    by_api: dict[str, list[Route]] = {}
    for route in routes(template):
        if route.auth == "none" and route.method != "options" and route.kind != "websocket" and route.api is not None:
            by_api.setdefault(route.api.id, []).append(route)
    for open_routes in by_api.values():
        api = open_routes[0].api
        if api is None or _is_private(api):
            continue
        said = names([f"{(route.method or '?').upper()} {route.path or ''}".strip() for route in open_routes])
        message = (
            f"Anybody may call {said}: there is no authorizer. Set Auth with a DefaultAuthorizer (AWS_IAM, Cognito, JWT);"
            " where a route is meant to be public, say so with `Authorizer: NONE`."
        )
        yield Found(api, message, [route.at for route in open_routes[:10]])


def _is_private(api: Resource) -> bool:
    kinds = [api.get("EndpointConfiguration", "Type"), *api.get("EndpointConfiguration", "Types").items()]
    return any(each.text() == "PRIVATE" for each in kinds)
