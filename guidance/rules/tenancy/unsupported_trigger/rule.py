"""Something that cannot name a tenant invokes a tenant-isolated function."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import Function, Resource, Template, Value
from guidance.template.apis import routes
from guidance.template.triggers import invocations

RULE = Rule(
    title="Tenant-isolated function is invoked by what cannot name a tenant",
    severity=Severity.ERROR,
    pillars=(Pillar.RELIABILITY,),
    sources=(
        Source("https://docs.aws.amazon.com/lambda/latest/dg/tenant-isolation.html", "2026-11-20"),
        Source("https://docs.aws.amazon.com/lambda/latest/dg/tenant-isolation-invoke.html", "2026-11-20"),
    ),
    aliases=("TEN002",),
    practices=("TEN-06",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each event, mapping, rule, subscription ... and each HTTP API route to such a function."""
    for function in template.of(Function):
        tenancy = function.get("TenancyConfig")
        if not tenancy.present or tenancy.unknown:
            continue
        for what, at in _triggers(function):
            message = f"{what} cannot give the tenant id that {function.id} needs (TenancyConfig): Lambda takes it from a direct"
            message += (
                " call or from a REST API that maps it to X-Amz-Tenant-Id. Put a function between that reads the tenant"
            )
            message += " and invokes this one, or remove TenancyConfig."
            yield Found(at, message, (tenancy,))
    for route in routes(template):
        if route.kind == "http" and route.function is not None and route.function.get("TenancyConfig").known:
            message = f"An HTTP API cannot set X-Amz-Tenant-Id, so every request to {route.function.id}, which isolates tenants,"
            message += " fails. Use a REST API (Type: Api) that maps the tenant id to this header."
            yield Found(route.at, message, (route.function.get("TenancyConfig"),))


def _triggers(function: Function) -> Iterator[tuple[str, Value | Resource]]:
    for name, event in function.sam("Events").entries():
        kind = event.get("Type").text()
        if kind is not None and kind not in {"Api", "HttpApi"}:
            yield f"{name} ({kind})", event
    for each in invocations(function):
        by = each.resource
        if by is None or by.is_sam or by.generated or each.by in {"api", "url"} or each.target.owner is None:
            continue
        if each.target.owner.type != "AWS::Lambda::Permission":
            yield by.id, each.target
