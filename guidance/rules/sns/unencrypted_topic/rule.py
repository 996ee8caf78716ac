"""Topics keep messages without encryption by a key."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Profile, Rule, Severity, Source
from guidance.template import Template
from guidance.wording import count

RULE = Rule(
    title="Topics are stored without a key",
    severity=Severity.INFO,
    profile=Profile.STRICT,
    pillars=(Pillar.SECURITY,),
    sources=(Source("https://docs.aws.amazon.com/sns/latest/dg/sns-server-side-encryption.html", "2026-11-20"),),
    aliases=("SNS004",),
    equivalents=("CKV_AWS_26", "W47"),
)


def check(template: Template) -> Iterator[Found]:
    """Yield one finding a template: which topics name no key."""
    without = [each for each in template.resources("AWS::SNS::Topic") if each.get("KmsMasterKeyId").absent]
    if without:
        message = (
            f"{count(without, 'topic')} no KmsMasterKeyId, so messages are stored unencrypted. Where EventBridge, S3 or"
            " CloudWatch alarms publish, take a customer managed key that lets them in; else alias/aws/sns will do."
        )
        yield Found(without[0].get("KmsMasterKeyId"), message, without[1:])
