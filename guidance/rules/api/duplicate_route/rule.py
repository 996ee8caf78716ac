"""Two routes of one API have the same method and path."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import Resource, Template, Value
from guidance.template.apis import routes

RULE = Rule(
    title="Two routes have the same method and path",
    severity=Severity.ERROR,
    pillars=(Pillar.RELIABILITY,),
    sources=(
        Source(
            "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-api.html",
            "2026-11-20",
        ),
        Source(
            "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html", "2026-11-20"
        ),
    ),
    aliases=("API013",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each route whose method and path another route of the same API has already."""
    seen: dict[tuple[str, ...], list[Value | Resource]] = {}
    for key, at in (*_events(template), *_plain(template)):
        for other in seen.get(key, []):
            if template.together(at, other):
                message = (
                    f"Another route of this API answers {key[-1]} already, so the deployment fails. Remove one of them."
                )
                yield Found(at, message, (other,))
                break
        seen.setdefault(key, []).append(at)


def _events(template: Template) -> Iterator[tuple[tuple[str, ...], Value]]:
    for route in routes(template):
        api, event = route.api, route.at
        if api is None or not api.is_sam or route.function is None or not event.get("Type").present:
            continue
        default = (
            event.get("Properties", "Path").absent and event.get("Properties", "Method").absent and route.kind == "http"
        )
        foreign = any(not api.declared.get(name).absent for name in ("DefinitionBody", "DefinitionUri"))
        method = route.method or ("any" if event.get("Properties", "Method").absent else None)
        path = "$default" if default else route.path
        if not foreign and path is not None and method is not None:
            method = "any" if method in {"*", "x-amazon-apigateway-any-method"} else method
            yield (
                ("event", api.id, f"{method.upper()} {path}"),
                event.get("Properties", "Path") if not default else event,
            )


def _plain(template: Template) -> Iterator[tuple[tuple[str, ...], Value]]:
    for method in template.resources("AWS::ApiGateway::Method"):
        parent, name = method.get("ResourceId").reference, method.get("HttpMethod").text()
        if parent is not None and name is not None:
            yield ("method", parent.text, f"{name} of this resource"), method.get("HttpMethod")
    for route in template.resources("AWS::ApiGatewayV2::Route"):
        api, key = route.get("ApiId").reference, route.get("RouteKey").text()
        if api is not None and key is not None:
            yield ("route", api.text, key), route.get("RouteKey")
