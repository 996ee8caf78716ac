"""Stages of REST APIs have X-Ray tracing off."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import Template, edits
from guidance.wording import names

RULE = Rule(
    title="REST API stages are not traced",
    severity=Severity.INFO,
    pillars=(Pillar.OPERATIONS,),
    sources=(
        Source("https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-xray.html", "2026-11-20"),
    ),
    fix=FixKind.SOMETIMES,
    fix_safe=True,
    aliases=("API005",),
    equivalents=("WS2002", "CKV_AWS_73"),
)


def check(template: Template) -> Iterator[Found]:
    """Yield one finding a template: which stages are not traced."""
    found = [
        (stage, stage.get("TracingEnabled", default=False)) for stage in template.resources("AWS::ApiGateway::Stage")
    ]
    without = [(stage, value) for stage, value in found if value.boolean() is False]
    if without:
        (first, value), apis = without[0], [stage.declared for stage, _ in without]
        message = f"X-Ray traces no requests to {names([api.id for api in apis])}. Set TracingEnabled: true."
        insert = edits.insert(first, {"TracingEnabled": True}, "Trace requests", safe=True) if value.defaulted else None
        fix = insert if value.defaulted else edits.replace(value, data=True, description="Trace requests", safe=True)
        yield Found(value, message, [other for other, _ in without[1:]], fix if len(without) == 1 else None)
