"""Pollers may use more concurrency than the function has."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import Function, Template, edits

RULE = Rule(
    title="Reserved concurrency is below the maximum concurrency of the queues",
    severity=Severity.WARNING,
    pillars=(Pillar.RELIABILITY,),
    sources=(Source("https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html", "2026-11-20"),),
    fix=FixKind.SOMETIMES,
    aliases=("SQS009",),
    practices=("SQS-13",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each reservation that is smaller than what its mappings may use together."""
    for function in template.of(Function):
        for reserved in function.each("ReservedConcurrentExecutions"):
            has = reserved.integer()
            limits = [
                limit
                for mapping in function.event_source_mappings()
                if mapping.source_kind == "sqs" and template.together(reserved, mapping)
                for limit in [mapping.get("ScalingConfig", "MaximumConcurrency")]
                if limit.integer() is not None
            ]
            total = sum(limit.integer() or 0 for limit in limits)
            if has is None or has == 0 or has >= total:
                continue
            message = (
                f"{function.id} reserves {has}, but its queues may use {total} at a time (MaximumConcurrency): messages are then"
                " throttled and come nearer to the dead-letter queue. Reserve as much as the mappings add up to, or lower them."
            )
            yield Found(reserved, message, limits, edits.replace(reserved, total, f"Reserve {total}"))
