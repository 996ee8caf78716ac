"""The same key stands twice in one mapping."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import Template

RULE = Rule(
    title="The same key stands twice in one mapping",
    severity=Severity.ERROR,
    pillars=(Pillar.OPERATIONS,),
    sources=(
        Source("https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html", "2026-11-20"),
    ),
    aliases=("TPL001",),
    equivalents=("E0000",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield what the reader noticed."""
    for problem in template.problems:
        if problem.kind == "duplicate_key":
            related = [template.at(node) for node in problem.related]
            yield Found(template.at(problem.node), problem.message, related)
