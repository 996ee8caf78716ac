"""A capacity provider may use only a few instance types."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Profile, Rule, Severity, Source
from guidance.template import Template

RULE = Rule(
    title="Capacity provider allows few instance types",
    severity=Severity.INFO,
    profile=Profile.STRICT,
    pillars=(Pillar.RELIABILITY,),
    sources=(
        Source(
            "https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances-best-practices.html", "2026-11-20"
        ),
    ),
    aliases=("LMI008",),
    practices=("LMI-04",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each list of allowed types without a wildcard and with fewer than three members."""
    for provider in template.resources("AWS::Lambda::CapacityProvider"):
        for name in ("AllowedTypes", "AllowedInstanceTypes"):
            for allowed in provider.each("InstanceRequirements", name):
                types = [each.text() for each in allowed.items()] if allowed.kind == "list" else []
                if 0 < len(types) < 3 and not any(each is None or "*" in each for each in types):
                    many = f"{len(types)} instance type{'s' if len(types) > 1 else ''}"
                    message = f"{provider.id} may use {many} only: when a zone has none left, it cannot grow."
                    message += " Let Lambda choose, unless your code needs this hardware."
                    yield Found(allowed, message)
