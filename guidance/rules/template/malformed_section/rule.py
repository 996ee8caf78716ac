"""Section of the template has the wrong shape."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import Template

RULE = Rule(
    title="Section of the template has the wrong shape",
    severity=Severity.ERROR,
    pillars=(Pillar.OPERATIONS,),
    sources=(
        Source("https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html", "2026-11-20"),
    ),
    aliases=("TPL013",),
    equivalents=("E1001",),
)
KINDS = frozenset(("null_section", "not_a_mapping", "not_a_key", "no_resources"))


def check(template: Template) -> Iterator[Found]:
    """Yield what the reader noticed."""
    for problem in template.problems:
        if problem.kind in KINDS:
            related = [template.at(node) for node in problem.related]
            yield Found(template.at(problem.node), problem.message, related)
