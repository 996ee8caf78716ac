"""The format of the access logs is not JSON."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import Template

RULE = Rule(
    title="Access logs are not JSON",
    severity=Severity.INFO,
    pillars=(Pillar.OPERATIONS,),
    sources=(Source("https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html", "2026-11-20"),),
    aliases=("API004",),
    equivalents=("WS2001",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each access log format that is not an object."""
    for stage in template.resources("AWS::ApiGateway::Stage", "AWS::ApiGatewayV2::Stage"):
        name = "AccessLogSetting" if stage.type == "AWS::ApiGateway::Stage" else "AccessLogSettings"
        for written in stage.each(name, "Format"):
            if (text := written.text()) is not None and text.strip() and not _is_object(text.strip()):
                message = (
                    "These access logs are not JSON, so every query has to take the lines apart. Write Format as a"
                    " JSON object."
                )
                yield Found(written, message)


def _is_object(text: str) -> bool:
    """Variables without quotes, such as numbers, are fine: API Gateway fills them in."""
    return text.startswith("{") and text.endswith("}")
