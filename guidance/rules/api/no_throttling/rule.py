"""A stage of an API sets no limits on requests."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import Resource, Template, edits

RULE = Rule(
    title="API stage has no throttling of its own",
    severity=Severity.WARNING,
    pillars=(
        Pillar.RELIABILITY,
        Pillar.SECURITY,
        Pillar.COST,
    ),
    sources=(
        Source(
            "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html",
            "2026-11-20",
        ),
        Source("https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html", "2026-11-20"),
    ),
    fix=FixKind.SOMETIMES,
    aliases=("API006",),
    equivalents=("ES2003",),
)


_LIMITS = {"ThrottlingBurstLimit": 200, "ThrottlingRateLimit": 100}


def check(template: Template) -> Iterator[Found]:
    """Yield each stage without limits."""
    if any(not plan.get("Throttle").absent for plan in template.resources("AWS::ApiGateway::UsagePlan")):
        return
    for stage in template.resources("AWS::ApiGateway::Stage", "AWS::ApiGatewayV2::Stage"):
        rest = stage.type == "AWS::ApiGateway::Stage"
        name = "MethodSettings" if rest else "DefaultRouteSettings"
        if _limited(stage, name) or _limited(stage, "RouteSettings") or _planned(stage):
            continue
        every: edits.Data = [{"ResourcePath": "/*", "HttpMethod": "*", **_LIMITS}]
        setting = every if rest else _LIMITS
        message = (
            f"Nothing limits the requests to this API but the quota that all APIs of the account share."
            f" Give the stage {name} with ThrottlingRateLimit and ThrottlingBurstLimit."
        )
        fix = edits.insert(stage, {name: setting}, "Limit to 100 requests a second") if stage.get(name).absent else None
        implicit = stage.declared.id not in template.declared
        yield Found(stage.get(name), message, fix=fix, severity=Severity.INFO if implicit else None)


def _limited(stage: Resource, name: str) -> bool:
    """Whether a setting limits requests, or cannot be known."""
    written = stage.get(name)
    settings = [each for _, each in written.entries()] if name == "RouteSettings" else written.items()
    return written.unknown or any(
        each.unknown or any(each.get(limit).present for limit in _LIMITS) for each in settings
    )


def _planned(stage: Resource) -> bool:
    """Whether SAM makes a usage plan with a throttle."""
    plan = stage.declared.get("Auth", "UsagePlan") if stage.is_sam else stage.get("none")
    return plan.unknown or not plan.get("Throttle").absent
