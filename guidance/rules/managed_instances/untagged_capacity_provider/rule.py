"""A capacity provider has no tags."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Profile, Rule, Severity, Source
from guidance.template import Template

RULE = Rule(
    title="Capacity provider has no tags",
    severity=Severity.INFO,
    profile=Profile.STRICT,
    pillars=(Pillar.COST,),
    sources=(
        Source(
            "https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances-capacity-providers.html",
            "2026-11-20",
        ),
    ),
    aliases=("LMI010",),
    practices=("LMI-12",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each provider without tags."""
    for provider in template.resources("AWS::Lambda::CapacityProvider"):
        tags = provider.get("Tags")
        if tags.absent:
            message = f"{provider.id} has no tags, so its instances cannot be told apart on the bill. Set Tags, such as the team."
            yield Found(tags, message)
