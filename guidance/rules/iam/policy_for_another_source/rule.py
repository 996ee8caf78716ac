"""A function may read another queue or stream than the one it is fed by."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Confidence, Found, Pillar, Profile, Rule, Severity, Source
from guidance.template import (
    Function,
    Template,
)
from guidance.template.policies import statements_of
from guidance.wording import names

RULE = Rule(
    title="Policy names another source than the function's event",
    severity=Severity.WARNING,
    profile=Profile.STRICT,
    confidence=Confidence.MEDIUM,
    pillars=(Pillar.SECURITY, Pillar.RELIABILITY),
    sources=(
        Source(
            "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-policy-template-list.html",
            "2026-11-20",
        ),
    ),
    aliases=("IAM008",),
)
SOURCES = {"SQSPollerPolicy": "sqs", "KinesisStreamReadPolicy": "kinesis", "DynamoDBStreamReadPolicy": "dynamodb"}


def check(template: Template) -> Iterator[Found]:
    """Yield each poller policy for a resource of the template that none of the function's mappings reads."""
    for function in template.of(Function):
        for statement in statements_of(function.declared):
            kind = SOURCES.get(statement.template_name or "")
            fed_by = [each.source for each in function.event_source_mappings() if each.source_kind == kind]
            named = next((each.resource for each in statement.resources if each.resource is not None), None)
            if kind and fed_by and None not in fed_by and named is not None and named not in fed_by:
                said = names([each.id for each in fed_by if each is not None])
                message = (
                    f"{function.id} is fed by {said}, but this policy is for {named.id}. Name the source, or drop it."
                )
                yield Found(statement.at, message, [each for each in fed_by if each is not None])
