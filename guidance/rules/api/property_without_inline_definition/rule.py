"""A property of a SAM API that is written into the definition stands beside a definition that SAM cannot edit."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import (
    Template,
    Value,
)

RULE = Rule(
    title="Property needs an inline API definition",
    severity=Severity.ERROR,
    pillars=(Pillar.OPERATIONS,),
    sources=(
        Source(
            "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-httpapi.html",
            "2026-11-20",
        ),
    ),
    aliases=("TPL018",),
)
WRITTEN = {
    "AWS::Serverless::Api": ("Cors", "GatewayResponses", "Models", "DisableExecuteApiEndpoint"),
    "AWS::Serverless::HttpApi": ("CorsConfiguration", "DisableExecuteApiEndpoint", "Description", "Name", "Tags"),
}


def check(template: Template) -> Iterator[Found]:
    """Yield each such property of an API that has a DefinitionUri and no DefinitionBody."""
    for api in template.declared.values():
        uri = api.get("DefinitionUri")
        if api.type not in WRITTEN or not uri.present or not api.get("DefinitionBody").absent:
            continue
        for name in WRITTEN[api.type]:
            value = api.get(name)
            if value.present and not _is_empty(value):
                message = (
                    f"SAM writes {name} into the API's definition, and cannot edit a file behind DefinitionUri: it fails."
                    f" Put {name} into that file, or include it in DefinitionBody with Fn::Transform."
                )
                yield Found(value, message, [uri])


def _is_empty(value: Value) -> bool:
    """What SAM takes for not set."""
    return not value.text() if value.kind == "scalar" else (value.known and not value.items())
