"""A bucket is opened to everybody."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import (
    Template,
    edits,
)
from guidance.template.policies import statements
from guidance.wording import names

RULE = Rule(
    title="Bucket is opened to the public",
    severity=Severity.WARNING,
    pillars=(Pillar.SECURITY,),
    sources=(
        Source(
            "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
            "2026-11-20",
        ),
    ),
    fix=FixKind.SOMETIMES,
    aliases=("S3001",),
    equivalents=(
        "CKV_AWS_53",
        "CKV_AWS_54",
        "CKV_AWS_55",
        "CKV_AWS_56",
        "CKV_AWS_57",
        "CKV_AWS_20",
        "F14",
        "W31",
        "W35",
    ),
)
PUBLIC = frozenset(("PublicRead", "PublicReadWrite"))
SWITCHES = ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")


def check(template: Template) -> Iterator[Found]:
    """Yield each public ACL, each switch of the public access block that is off, and each policy for everybody."""
    for bucket in template.resources("AWS::S3::Bucket"):
        for acl in bucket.each("AccessControl"):
            if acl.text() in PUBLIC:
                message = f"Everybody may read {bucket.id}. Remove AccessControl and serve it through CloudFront."
                yield Found(acl, message, fix=edits.remove(acl, "Remove the public ACL"))
        for block in bucket.each("PublicAccessBlockConfiguration"):
            off = [name for name in SWITCHES if block.kind == "mapping" and block.get(name).boolean() is False]
            if off:
                message = f"The block of public access to {bucket.id} is off ({names(off, 4)}), so a policy or ACL can open it."
                yield Found(block.get(off[0]), f"{message} Set all four to true.")
    for statement in statements(template):
        if statement.owner.type == "AWS::S3::BucketPolicy" and statement.effect == "Allow":
            principal = statement.at.get("Principal")
            everybody = "*" in {principal.text(), *(each.text() for each in principal.get("AWS").items())}
            if everybody and statement.at.get("Condition").absent:
                message = "Everybody may do this to the bucket. Name an account or a service, or add a Condition."
                yield Found(principal, message)
