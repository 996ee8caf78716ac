"""A stage of an API writes no access logs."""

from __future__ import annotations

import json
from collections.abc import Iterator

from guidance.model import FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import Template, edits

RULE = Rule(
    title="API stage has no access logs",
    severity=Severity.WARNING,
    pillars=(
        Pillar.OPERATIONS,
        Pillar.SECURITY,
    ),
    sources=(
        Source("https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html", "2026-11-20"),
        Source("https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging.html", "2026-11-20"),
    ),
    fix=FixKind.SOMETIMES,
    aliases=("API003",),
    equivalents=("ES2000", "CKV_AWS_76", "CKV_AWS_95", "W69", "W46"),
)


_NAMES = {"AWS::ApiGateway::Stage": "AccessLogSetting", "AWS::ApiGatewayV2::Stage": "AccessLogSettings"}


def check(template: Template) -> Iterator[Found]:
    """Yield each stage without access logs."""
    for stage in template.resources(*_NAMES):
        name = _NAMES[stage.type]
        written = stage.get(name)
        if not written.absent:
            continue
        message = (
            f"Nothing records the requests to this API. Give the stage {name} with a DestinationArn and a JSON Format."
        )
        logs = edits.free_id(template, f"{stage.declared.id}AccessLogs")
        setting: edits.Data = {"DestinationArn": {"Fn::GetAtt": [logs, "Arn"]}, "Format": _format(stage.type)}
        group: dict[str, edits.Data] = {logs: {"Type": "AWS::Logs::LogGroup", "Properties": {"RetentionInDays": 30}}}
        fix = edits.insert(stage, {name: setting}, "Log every request")
        implicit = stage.declared.id not in template.declared
        yield Found(
            written,
            message,
            fix=edits.both(fix, edits.add_resources(template, group)),
            severity=Severity.INFO if implicit else None,
        )


def _format(stage_type: str) -> str:
    route = "resourcePath" if stage_type == "AWS::ApiGateway::Stage" else "routeKey"
    fields = ("requestId", "requestTime", "httpMethod", route, "status", "responseLatency")
    return json.dumps({name: f"$context.{name}" for name in fields})
