"""A CORS setting of a SAM API has no origin."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import (
    Template,
)

RULE = Rule(
    title="CORS of an API allows no origin",
    severity=Severity.ERROR,
    pillars=(Pillar.OPERATIONS,),
    sources=(
        Source(
            "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-api-corsconfiguration.html",
            "2026-11-20",
        ),
    ),
    aliases=("TPL019",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each Cors of a SAM REST API with an empty AllowOrigin."""
    for api in {id(each.declared): each.declared for each in template.deployed.values()}.values():
        if api.type == "AWS::Serverless::Api":
            for origin in api.each("Cors", "AllowOrigin"):
                if origin.kind == "scalar" and not origin.text() and not origin.assumed:
                    message = "AllowOrigin is empty, which the SAM transform rejects. Name the origin in inner quotes,"
                    yield Found(origin, f"{message} such as \"'https://example.com'\".")
