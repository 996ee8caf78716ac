"""An S3 URI that SAM has to take apart is not one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import (
    Template,
)
from guidance.wording import names

RULE = Rule(
    title="S3 location is not one that SAM can read",
    severity=Severity.ERROR,
    pillars=(Pillar.OPERATIONS,),
    sources=(
        Source(
            "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-function.html",
            "2026-11-20",
        ),
    ),
    aliases=("TPL023",),
)
PROPERTIES = {
    "AWS::Serverless::Function": "CodeUri",
    "AWS::Serverless::LayerVersion": "ContentUri",
    "AWS::Serverless::Api": "DefinitionUri",
    "AWS::Serverless::HttpApi": "DefinitionUri",
    "AWS::Serverless::StateMachine": "DefinitionUri",
}
DYNAMIC = re.compile(r"\{\{resolve:(ssm|ssm-secure|secretsmanager):[^}]*/[^}]*\}\}")
S3 = re.compile(r"s3://[A-Za-z0-9._-]+/.+", re.DOTALL)


def check(template: Template) -> Iterator[Found]:
    """Yield each CodeUri, ContentUri and DefinitionUri that SAM cannot split into bucket and key."""
    for declared in template.declared.values():
        name = PROPERTIES.get(declared.type)
        for uri in declared.each(name) if name else ():
            text = uri.text() or ""
            if DYNAMIC.search(text):
                message = f"SAM cannot resolve a dynamic reference in {name}. Give Bucket and Key as a mapping, or a parameter."
                yield Found(uri, message)
            elif text.startswith("s3://") and not S3.fullmatch(text):
                yield Found(uri, f"{name} is no S3 location of the form s3://bucket/key, so the SAM transform fails.")
            missing = [key for key in ("Bucket", "Key") if uri.kind == "mapping" and uri.get(key).absent]
            if missing:
                yield Found(uri, f"{name} as a mapping needs Bucket and Key; {names(missing)} is missing.")
