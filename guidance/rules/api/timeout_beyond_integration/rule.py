"""A function's timeout is longer than the API in front of it waits."""

from __future__ import annotations

from collections.abc import Iterator

from guidance import facts
from guidance.model import FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import Function, Template, Value, edits
from guidance.template.apis import Route, routes

RULE = Rule(
    title="Function may run longer than its API waits",
    severity=Severity.WARNING,
    pillars=(
        Pillar.RELIABILITY,
        Pillar.COST,
    ),
    sources=(
        Source("https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html", "2026-11-20"),
        Source("https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html", "2026-11-20"),
    ),
    fix=FixKind.SOMETIMES,
    aliases=("API001",),
    practices=("ASY-05",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each timeout beyond the shortest wait of the APIs that call the function."""
    waits: dict[str, tuple[int, Route]] = {}
    for route in routes(template):
        if route.function is not None and (limit := _wait(route)) is not None:
            known = waits.get(route.function.id)
            if known is None or limit < known[0]:
                waits[route.function.id] = limit, route
    for function in template.of(Function):
        for timeout in function.timeouts() if function.id in waits else ():
            limit, route = waits[function.id]
            seconds = timeout.integer()
            if seconds is None or seconds * 1000 <= limit or not template.together(timeout, route.at):
                continue
            kind = {"rest": "a REST API", "http": "an HTTP API"}.get(route.kind, "a WebSocket API")
            message = (
                f"{function.id} may run {seconds} seconds, but {kind} waits at most {limit / 1000:g} for it: the caller gets an"
                " error while the function runs on. Lower Timeout, or take the request and do the work asynchronously."
            )
            shorter = (limit - 1) // 1000
            fix = (
                edits.replace(timeout, shorter, f"Lower Timeout to {shorter}")
                if not timeout.inherited and shorter > 0
                else None
            )
            yield Found(timeout, message, (route.at,), fix)


def _wait(route: Route) -> int | None:
    """Milliseconds that the integration waits; None when that cannot be known or does not matter."""
    integration, names = _integration(route)
    written = integration.get(names[0])
    asynchronous = "X-Amz-Invocation-Type" in str(integration.get(names[1]).keys())
    mode = integration.get(names[2]).text()
    if written.unknown or asynchronous or mode == "STREAM":
        return None
    own = written.integer() if written.present else None
    return own or facts.number(f"apigateway.{'http' if route.kind == 'http' else 'rest'}.integration_timeout")


def _integration(route: Route) -> tuple[Value, tuple[str, str, str]]:
    """Where a route says how its function is called, and the names of timeout, parameters and transfer mode there."""
    upper = ("TimeoutInMillis", "RequestParameters", "ResponseTransferMode")
    openapi = route.at.get("x-amazon-apigateway-integration")
    if openapi.present and route.at.kind == "mapping":
        return openapi, ("timeoutInMillis", "requestParameters", "responseTransferMode")
    target = route.at.get("Target").resource
    if target is not None:
        return target.properties, upper
    return route.at.get("Integration" if route.at.get("Integration").present else "Properties"), upper
