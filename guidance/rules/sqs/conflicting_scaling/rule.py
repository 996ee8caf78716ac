"""Two scaling modes at once, or more pollers at least than at most."""

from __future__ import annotations

from collections.abc import Iterator

from guidance import facts
from guidance.model import Fix, FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import EventSourceMapping, Template, edits

RULE = Rule(
    title="Mapping's scaling settings contradict each other",
    severity=Severity.ERROR,
    pillars=(Pillar.RELIABILITY,),
    sources=(Source("https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html", "2026-11-20"),),
    fix=FixKind.SOMETIMES,
    aliases=("SQS011",),
    practices=("SQS-15",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield maximum concurrency beside provisioned pollers, and poller bounds that exclude each other."""
    for mapping in template.of(EventSourceMapping):
        pollers = mapping.get("ProvisionedPollerConfig")
        for limit in mapping.each("ScalingConfig", "MaximumConcurrency"):
            if limit.present and pollers.kind == "mapping" and template.together(limit, pollers):
                message = (
                    "MaximumConcurrency and ProvisionedPollerConfig exclude each other: Lambda refuses a mapping with both."
                    " Keep provisioned mode or the limit."
                )
                yield Found(mapping, message, (limit, pollers), _without_limit(mapping))
        for least in pollers.each("MinimumPollers"):
            for most in pollers.each("MaximumPollers"):
                low, high = least.integer(), most.integer()
                if low is not None and high is not None and low > high and template.together(least, most):
                    message = f"MinimumPollers is {low}, more than MaximumPollers, {high}: Lambda refuses the mapping."
                    yield Found(least, message, (most,), edits.replace(least, high, f"Lower MinimumPollers to {high}"))
            few = facts.number("sqs.mapping.pollers.minimum")
            if mapping.source_kind == "sqs" and (has := least.integer()) is not None and has < few:
                message = f"MinimumPollers is {has}; a queue takes at least {few}."
                yield Found(least, message, (), edits.replace(least, few, f"Raise MinimumPollers to {few}"))


def _without_limit(mapping: EventSourceMapping) -> Fix | None:
    return edits.remove(mapping.get("ScalingConfig"), "Remove MaximumConcurrency")
