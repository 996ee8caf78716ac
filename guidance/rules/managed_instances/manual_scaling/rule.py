"""A capacity provider scales by a target of its own."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Profile, Rule, Severity, Source
from guidance.template import Template

RULE = Rule(
    title="Capacity provider does not scale automatically",
    severity=Severity.INFO,
    profile=Profile.STRICT,
    pillars=(Pillar.COST, Pillar.PERFORMANCE),
    sources=(
        Source(
            "https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances-capacity-providers.html",
            "2026-11-20",
        ),
    ),
    aliases=("LMI009",),
    practices=("LMI-13",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each provider in manual mode; in SAM, a target for the CPU sets that mode."""
    for provider in template.resources("AWS::Lambda::CapacityProvider"):
        mode = provider.get("CapacityProviderScalingConfig", "ScalingMode")
        target = provider.get("ScalingConfig", "AverageCPUUtilization")
        at = target if provider.is_sam else mode
        if (provider.is_sam and target.present) or mode.text() == "Manual":
            message = f"{provider.id} scales by a fixed target (ScalingMode Manual) in place of Auto: idle instances are paid,"
            message += " and a target that is too high leads to throttles. Keep Auto unless you have measured."
            yield Found(at, message)
