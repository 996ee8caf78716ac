"""ARNs name one region or account."""

from __future__ import annotations

import re
from collections.abc import Iterator

from guidance.model import Confidence, Found, Pillar, Profile, Rule, Severity, Source
from guidance.template import (
    Scalar,
    Template,
)

RULE = Rule(
    title="ARN names one region or account",
    severity=Severity.INFO,
    profile=Profile.STRICT,
    confidence=Confidence.MEDIUM,
    pillars=(Pillar.OPERATIONS,),
    sources=(
        Source(
            "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html",
            "2026-11-20",
        ),
    ),
    aliases=("TPL010",),
    equivalents=("I3042",),
)
FIXED = re.compile(r"\barn:[a-z-]+:[a-z0-9-]+:([a-z]{2}(-[a-z]+)+-\d:|[^:\s]*:\d{12}:)")


def check(template: Template) -> Iterator[Found]:
    """Yield one finding a template: where an ARN has a literal region or account."""
    section = template.section("Resources")
    nodes = section.walk() if section is not None else ()
    found = [template.at(node) for node in nodes if isinstance(node, Scalar) and FIXED.search(node.text)]
    if found:
        times = f"{len(found)} ARNs name" if len(found) > 1 else "This ARN names"
        message = f"{times} a region or account, so the template only works there."
        yield Found(
            found[0], f"{message} Use ${{AWS::Region}} and ${{AWS::AccountId}} with !Sub, or a parameter.", found[1:10]
        )
