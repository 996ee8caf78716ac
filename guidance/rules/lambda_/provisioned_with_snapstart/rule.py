"""A function asks for both provisioned concurrency and SnapStart."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import Function, Template

RULE = Rule(
    title="Provisioned concurrency and SnapStart are both set",
    severity=Severity.ERROR,
    pillars=(Pillar.PERFORMANCE,),
    sources=(Source("https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html", "2026-11-20"),),
    aliases=("LAM023",),
    practices=("SNP-03",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each provisioned version or alias of a function with SnapStart."""
    for function in template.of(Function):
        for start in function.each("SnapStart", "ApplyOn"):
            if start.text() != "PublishedVersions":
                continue
            for published in (*function.aliases(), *function.versions()):
                for asked in published.each("ProvisionedConcurrencyConfig"):
                    if asked.present and not asked.unknown and template.together(start, asked):
                        message = (
                            f"{function.id} has SnapStart, which excludes provisioned concurrency: deployment fails."
                        )
                        yield Found(
                            asked,
                            message + " Keep one: SnapStart, or provisioned concurrency where it is too slow.",
                            (start,),
                        )
