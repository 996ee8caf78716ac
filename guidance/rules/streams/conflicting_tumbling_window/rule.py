"""A tumbling window needs one batch a shard at a time."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Confidence, FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import EventSourceMapping, Template, edits

RULE = Rule(
    title="Tumbling window together with several batches a shard",
    severity=Severity.ERROR,
    confidence=Confidence.MEDIUM,
    pillars=(Pillar.RELIABILITY,),
    sources=(
        Source("https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-windows.html", "2026-11-20"),
        Source("https://github.com/terraform-aws-modules/terraform-aws-lambda/issues/619", "2026-11-21"),
    ),
    fix=FixKind.SOMETIMES,
    aliases=("STR005",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each parallelization factor that does not go with the mapping's tumbling window."""
    for mapping in template.of(EventSourceMapping):
        for factor in mapping.each("ParallelizationFactor"):
            for window in mapping.each("TumblingWindowInSeconds"):
                many, seconds = factor.integer(), window.integer()
                if many is not None and many > 1 and seconds and template.together(factor, window):
                    message = (
                        f"A tumbling window ({seconds} seconds) adds up one shard's records in order, so ParallelizationFactor"
                        f" has to be 1; here it is {many}. Drop one of the two."
                    )
                    yield Found(factor, message, (window,), edits.replace(factor, 1, "Set ParallelizationFactor to 1"))
