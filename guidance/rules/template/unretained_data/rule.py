"""Resources with data go when the stack does."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Fix, FixKind, Found, Pillar, Profile, Rule, Severity, Source
from guidance.template import (
    Resource,
    Template,
    edits,
)
from guidance.wording import count

RULE = Rule(
    title="Resources with data have no deletion policy",
    severity=Severity.INFO,
    profile=Profile.STRICT,
    pillars=(Pillar.RELIABILITY,),
    sources=(
        Source(
            "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-deletionpolicy.html",
            "2026-11-20",
        ),
    ),
    fix=FixKind.SOMETIMES,
    aliases=("TPL009",),
    equivalents=("I3011",),
)
STATEFUL = (
    "AWS::DynamoDB::Table", "AWS::DynamoDB::GlobalTable", "AWS::S3::Bucket", "AWS::SQS::Queue", "AWS::Kinesis::Stream",
    "AWS::Logs::LogGroup", "AWS::Cognito::UserPool",
)  # fmt: skip
POLICIES = ("DeletionPolicy", "UpdateReplacePolicy")


def check(template: Template) -> Iterator[Found]:
    """Yield one finding a template: which resources with data say nothing about their end."""
    bare = [
        each
        for each in template.resources(*STATEFUL)
        if each.declared.id == each.id and any(each.attribute(name).absent for name in POLICIES)
    ]
    if bare:
        fixes = [_fix(template, each) for each in bare]
        edited = [None if each is None else each.edits[0] for each in fixes[1:]]
        message = (
            f"{count(bare, 'resource')} no DeletionPolicy and UpdateReplacePolicy: their data goes with the stack."
        )
        yield Found(
            bare[0], f"{message} Set both, to Retain where the data matters.", bare[1:], edits.both(fixes[0], *edited)
        )


def _fix(template: Template, resource: Resource) -> Fix | None:
    missing = {name: "Retain" for name in POLICIES if resource.attribute(name).absent}
    return edits.insert(template.value("Resources", resource.id), missing, "Retain the data")
