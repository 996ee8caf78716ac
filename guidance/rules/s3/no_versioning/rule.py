"""Buckets keep no earlier versions of their objects."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import FixKind, Found, Pillar, Profile, Rule, Severity, Source
from guidance.template import (
    Template,
    edits,
)
from guidance.wording import count

RULE = Rule(
    title="Buckets have no versioning",
    severity=Severity.INFO,
    profile=Profile.STRICT,
    pillars=(Pillar.RELIABILITY,),
    sources=(Source("https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html", "2026-11-20"),),
    fix=FixKind.SOMETIMES,
    aliases=("S3006",),
    equivalents=("CKV_AWS_21",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield one finding a template: which buckets are not versioned."""
    name = "VersioningConfiguration"
    buckets = [
        bucket
        for bucket in template.resources("AWS::S3::Bucket")
        if bucket.get(name, "Status", default="Suspended").text() == "Suspended"
    ]
    if buckets:
        message = f"{count(buckets, 'bucket')} no versioning: an object that is overwritten or deleted is gone."
        fixes = [edits.insert(bucket, {name: {"Status": "Enabled"}}, "Enable versioning") for bucket in buckets]
        edited = [None if each is None else each.edits[0] for each in fixes[1:]]
        yield Found(buckets[0], message, buckets[1:], edits.both(fixes[0], *edited))
