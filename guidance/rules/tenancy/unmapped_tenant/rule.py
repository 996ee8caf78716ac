"""A REST API invokes a tenant-isolated function without telling it the tenant."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import Template
from guidance.template.apis import Route, routes

RULE = Rule(
    title="API route does not map the tenant id",
    severity=Severity.WARNING,
    pillars=(Pillar.RELIABILITY, Pillar.SECURITY),
    sources=(Source("https://docs.aws.amazon.com/lambda/latest/dg/tenant-isolation-invoke.html", "2026-11-20"),),
    aliases=("TEN003",),
    practices=("TEN-05",),
)
HEADER = "integration.request.header.x-amz-tenant-id"
_SENT = (("x-amazon-apigateway-integration", "requestParameters"), ("Integration", "RequestParameters"))


def check(template: Template) -> Iterator[Found]:
    """Yield each route of a REST API to such a function that does not set X-Amz-Tenant-Id."""
    for route in routes(template):
        if (
            route.kind != "rest"
            or route.function is None
            or not route.function.get("TenancyConfig").known
            or _maps(route)
        ):
            continue
        message = (
            f"{route.function.id} isolates tenants, but this route does not set X-Amz-Tenant-Id, and Lambda refuses an"
        )
        message += " invocation without a tenant id. Define the method in the API's DefinitionBody and map"
        message += (
            " `integration.request.header.X-Amz-Tenant-Id` to something trusted, such as a claim of the authorizer."
        )
        yield Found(route.at, message, (route.function.get("TenancyConfig"),))


def _maps(route: Route) -> bool:
    """Whether the integration sets the header, or may do so in a way that cannot be seen here."""
    if route.at.get("Type").text() == "Api":
        api = route.api.declared if route.api is not None else None
        return api is None or any(api.get(name).present for name in ("DefinitionBody", "DefinitionUri"))
    sent = [route.at.get(*path) for path in _SENT]
    return any(each.unknown or HEADER in map(str.lower, each.keys()) for each in sent)
