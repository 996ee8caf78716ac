"""Buckets accept requests without TLS."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Profile, Rule, Severity, Source
from guidance.template import (
    Template,
)
from guidance.template.policies import statements
from guidance.wording import count

RULE = Rule(
    title="Buckets accept unencrypted requests",
    severity=Severity.INFO,
    profile=Profile.STRICT,
    pillars=(Pillar.SECURITY,),
    sources=(
        Source("https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html", "2026-11-20"),
    ),
    aliases=("S3003",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield one finding a template: which buckets no policy denies requests without TLS to."""
    closed = []
    for statement in statements(template):
        secure = statement.at.get("Condition", "Bool", "aws:SecureTransport")
        if statement.owner.type == "AWS::S3::BucketPolicy" and statement.effect == "Deny" and secure.boolean() is False:
            closed.append(statement.owner.get("Bucket").resource)
    buckets = [bucket for bucket in template.resources("AWS::S3::Bucket") if bucket not in closed]
    if buckets:
        message = f"{count(buckets, 'bucket')} no policy that denies requests without TLS."
        yield Found(buckets[0], f"{message} Add a Deny on aws:SecureTransport: false.", buckets[1:])
