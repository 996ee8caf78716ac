"""A durable execution may take longer than the API or URL that calls it waits."""

from __future__ import annotations

from collections.abc import Iterator

from guidance import facts
from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import Function, Template, Value
from guidance.template.apis import Route, routes

RULE = Rule(
    title="Durable execution is longer than its synchronous caller waits",
    severity=Severity.WARNING,
    pillars=(Pillar.RELIABILITY,),
    sources=(
        Source("https://docs.aws.amazon.com/lambda/latest/dg/durable-invoking.html", "2026-11-20"),
        Source("https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html", "2026-11-20"),
    ),
    aliases=("DUR003",),
    practices=("DUR-20",),
)
_ASYNCHRONOUS = "integration.request.header.x-amz-invocation-type"


def check(template: Template) -> Iterator[Found]:
    """Yield each execution timeout beyond what a route or URL of the function waits."""
    for route in routes(template):
        if route.function is not None and route.kind != "websocket" and not _may_be_asynchronous(route):
            yield from _compare(route.function, _wait(route), "the API", route.at)
    for function in template.of(Function):
        for url in function.urls():
            yield from _compare(function, facts.number("lambda.timeout.maximum"), "the function URL", url.properties)


def _compare(function: Function, limit: int, caller: str, at: Value) -> Iterator[Found]:
    for timeout in function.each("DurableConfig", "ExecutionTimeout"):
        seconds = timeout.integer()
        if seconds is not None and seconds > limit:
            message = f"An execution of {function.id} may take {seconds} seconds, but {caller} waits {limit} for all of it, and"
            message += (
                " its caller then gets an error while the execution goes on. Invoke the function asynchronously and let"
            )
            message += " the caller ask for the result, or lower ExecutionTimeout."
            yield Found(timeout, message, (at,))


def _wait(route: Route) -> int:
    """How many seconds API Gateway waits; more where the integration says so."""
    default = facts.number(f"apigateway.{'http' if route.kind == 'http' else 'rest'}.integration_timeout")
    paths = (("Properties", "TimeoutInMillis"), ("Integration", "TimeoutInMillis"), (_INTEGRATION, "timeoutInMillis"))
    written = (route.at.get(*path).integer() for path in paths)
    return max(default, *(each or 0 for each in written)) // 1000


def _may_be_asynchronous(route: Route) -> bool:
    """The integration sends X-Amz-Invocation-Type, or what it sends cannot be known."""
    for path in (("Integration", "RequestParameters"), (_INTEGRATION, "requestParameters")):
        sent = route.at.get(*path)
        if sent.unknown or _ASYNCHRONOUS in map(str.lower, sent.keys()):
            return True
    return False


_INTEGRATION = "x-amazon-apigateway-integration"
