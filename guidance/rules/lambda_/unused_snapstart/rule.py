"""SnapStart is on, but no version is published that could use it."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import Function, Template, edits

RULE = Rule(
    title="SnapStart is on, but no version is published",
    severity=Severity.WARNING,
    pillars=(Pillar.PERFORMANCE,),
    sources=(Source("https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html", "2026-11-20"),),
    fix=FixKind.SOMETIMES,
    aliases=("LAM024",),
    equivalents=("W2530",),
    practices=("SNP-02",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield SnapStart on functions with neither a version nor an alias in the template."""
    for function in template.of(Function):
        published = function.versions() or function.aliases() or function.sam("AutoPublishAlias").present
        if published or function.get("PublishToLatestPublished").present or template.has_loops:
            continue
        for start in function.each("SnapStart", "ApplyOn"):
            if start.text() == "PublishedVersions":
                message = (
                    f"{function.id} has SnapStart, which works on published versions, and this template publishes none:"
                )
                fix = None
                if function.is_sam:
                    fix = edits.insert(function, {"AutoPublishAlias": "live"}, "Publish versions behind an alias")
                yield Found(
                    start, message + " cold starts stay as they are. Publish a version and invoke it by alias.", fix=fix
                )
