"""A value that SAM needs during the transform is a function or of the wrong type."""

from __future__ import annotations

import re
from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import (
    Intrinsic,
    Template,
)

RULE = Rule(
    title="Value is only known after the SAM transform",
    severity=Severity.ERROR,
    pillars=(Pillar.OPERATIONS,),
    sources=(
        Source(
            "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-api.html",
            "2026-11-20",
        ),
    ),
    aliases=("TPL026",),
)
EVENTS = {"Api": "RestApiId", "HttpApi": "ApiId"}
CALLS = frozenset(("Fn::Select", "Fn::GetAtt", "Fn::Split", "Fn::GetAZs"))
DYNAMIC = re.compile(r"\{\{resolve:ssm:[A-Za-z0-9_.\-/]+(:\d+)?\}\}")


def check(template: Template) -> Iterator[Found]:
    """Yield each API of an event, OpenAPI version and application id that SAM cannot know."""
    for declared in template.declared.values():
        if not declared.is_sam:
            continue
        for _, event in declared.get("Events").entries():
            name = EVENTS.get(event.get("Type").text() or "")
            value = event.get("Properties", name) if name else event.get("Nothing")
            if isinstance(value.node, Intrinsic) and value.present and value.node.function in CALLS:
                yield Found(
                    value, f"SAM has to know the API of an event when it transforms. Write {name}: !Ref and its id."
                )
        version = declared.get("OpenApiVersion")
        if version.kind == "scalar" and not isinstance(version.data, str) and not version.assumed:
            yield Found(version, 'OpenApiVersion has to be a string such as "3.0.1"; unquoted, YAML reads a number.')
        application = declared.get("Location", "ApplicationId")
        if declared.type == "AWS::Serverless::Application" and DYNAMIC.search(application.text() or ""):
            message = "SAM cannot resolve a dynamic reference in ApplicationId. Use a parameter of an SSM type."
            yield Found(application, message)
        elif declared.type == "AWS::Serverless::LayerVersion":
            policy = declared.get("RetentionPolicy")
            if policy.kind in {"reference", "text"}:
                yield Found(policy, "RetentionPolicy has to be Retain or Delete; SAM cannot resolve a function here.")
