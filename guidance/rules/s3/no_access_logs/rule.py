"""Nobody notes who reads the buckets."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Profile, Rule, Severity, Source
from guidance.template import (
    Template,
)
from guidance.wording import count

RULE = Rule(
    title="Buckets have no access logs",
    severity=Severity.INFO,
    profile=Profile.STRICT,
    pillars=(Pillar.SECURITY,),
    sources=(Source("https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html", "2026-11-20"),),
    aliases=("S3007",),
    equivalents=("CKV_AWS_18", "W35"),
)


def check(template: Template) -> Iterator[Found]:
    """Yield one finding a template: which buckets write no access logs, those for logs aside."""
    buckets = template.resources("AWS::S3::Bucket")
    receivers = [each.get("LoggingConfiguration", "DestinationBucketName").resource for each in buckets]
    silent = [each for each in buckets if each.get("LoggingConfiguration").absent and each not in receivers]
    if silent:
        message = (
            f"{count(silent, 'bucket')} no access logs. Set LoggingConfiguration, or log data events with CloudTrail."
        )
        yield Found(silent[0], message, silent[1:])
