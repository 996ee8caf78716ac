"""A Ref, GetAtt or Sub names something that the template does not have."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import PSEUDO_PARAMETERS, Template, edits
from guidance.wording import nearest

RULE = Rule(
    title="Reference to something that is not in the template",
    severity=Severity.ERROR,
    pillars=(Pillar.OPERATIONS,),
    sources=(
        Source(
            "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html",
            "2026-11-20",
        ),
    ),
    fix=FixKind.SOMETIMES,
    aliases=("TPL003",),
    equivalents=("E1010", "E1019", "E1020"),
)
CLOSE = 2
"""Letters that a typing error changes."""


def check(template: Template) -> Iterator[Found]:
    """Yield each reference to a name that is neither a parameter nor a resource, nor one that SAM creates."""
    if template.has_loops:
        return
    for reference in template.references():
        if reference.name not in PSEUDO_PARAMETERS and not template.has(reference):
            near = nearest(reference.name, [*template.parameters, *template.deployed], CLOSE)
            message = f"There is no parameter or resource '{reference.name}'" + (
                f"; did you mean {near}?" if near else "."
            )
            fix = edits.rename(reference, near) if near else None
            yield Found(template.at(reference), message, fix=fix)
