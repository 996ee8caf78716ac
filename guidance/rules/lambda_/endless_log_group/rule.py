"""A log group keeps its events for ever."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import Template, edits

RULE = Rule(
    title="Log group has no retention",
    severity=Severity.WARNING,
    pillars=(Pillar.COST, Pillar.OPERATIONS),
    sources=(
        Source(
            "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html",
            "2026-11-20",
        ),
    ),
    fix=FixKind.SOMETIMES,
    aliases=("LAM010",),
    equivalents=("I3013", "W86", "CKV_AWS_66"),
    practices=("CST-03",),
)
SUGGESTED = 30


def check(template: Template) -> Iterator[Found]:
    """Yield each log group without RetentionInDays."""
    for group in template.resources("AWS::Logs::LogGroup"):
        retention, kind = group.get("RetentionInDays"), group.get("LogGroupClass", default="STANDARD").text()
        if retention.absent and kind not in {None, "DELIVERY"}:
            fix = edits.insert(group, {"RetentionInDays": SUGGESTED}, f"Set RetentionInDays to {SUGGESTED}")
            message = f"{group.id} has no RetentionInDays, so its events are kept, and billed, for ever. Set how long they serve."
            yield Found(retention, message, fix=fix)
