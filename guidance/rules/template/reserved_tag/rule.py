"""A SAM resource sets a tag that SAM sets itself."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import (
    Template,
    edits,
)

RULE = Rule(
    title="Tag is reserved for SAM",
    severity=Severity.ERROR,
    pillars=(Pillar.OPERATIONS,),
    sources=(
        Source(
            "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-function.html",
            "2026-11-20",
        ),
    ),
    fix=FixKind.SOMETIMES,
    aliases=("TPL025",),
)
RESERVED = ("lambda:createdBy", "serverlessrepo:applicationId", "serverlessrepo:semanticVersion")


def check(template: Template) -> Iterator[Found]:
    """Yield each reserved key in the Tags of a SAM resource."""
    for declared in template.declared.values():
        if declared.is_sam:
            tags = declared.get("Tags")
            for key, value in tags.entries():
                if key in RESERVED:
                    fix = edits.remove(value, f"Remove {key}")
                    yield Found(value, f"SAM sets the tag {key} itself and rejects it here. Remove it.", fix=fix)
