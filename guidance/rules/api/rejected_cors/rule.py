"""A CORS setting of a SAM API has no origin, or a key that SAM does not know."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import (
    Template,
)
from guidance.wording import names

RULE = Rule(
    title="CORS setting is rejected by SAM",
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


CORS = {
    "AWS::Serverless::Api": ("Cors", "AllowMethods", "AllowHeaders", "AllowOrigin", "MaxAge", "AllowCredentials"),
    "AWS::Serverless::HttpApi": (
        "CorsConfiguration", "AllowMethods", "AllowHeaders", "AllowOrigins", "ExposeHeaders", "MaxAge", "AllowCredentials",
    ),
}  # fmt: skip


def check(template: Template) -> Iterator[Found]:
    """Yield each CORS setting with an empty origin or a key that SAM does not know."""
    for api in {id(each.declared): each.declared for each in template.deployed.values()}.values():
        name, *known = CORS.get(api.type, ("",))
        for cors in api.each(name) if name else ():
            if cors.kind == "list":
                yield Found(cors, f"{name} has to be a mapping, not a list.")
            for key, value in cors.entries():
                if key not in known and not key.startswith("Fn::"):
                    yield Found(value, f"{name} has {names(known, 6)}; SAM rejects {key[:40]}.")
            for origin in cors.each("AllowOrigin") if name == "Cors" else ():
                if origin.kind == "scalar" and not origin.text() and not origin.assumed:
                    message = "AllowOrigin is empty, which the SAM transform rejects. Name the origin in inner quotes,"
                    yield Found(origin, f"{message} such as \"'https://example.com'\".")
