"""A queue's consumer is held back by throttling, not by its mapping."""

from __future__ import annotations

from collections.abc import Iterator

from guidance import facts
from guidance.model import Fix, FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import EventSourceMapping, Function, Template, edits

RULE = Rule(
    title="Reserved concurrency limits a queue's consumer without maximum concurrency",
    severity=Severity.WARNING,
    pillars=(Pillar.RELIABILITY,),
    sources=(Source("https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html", "2026-11-20"),),
    fix=FixKind.SOMETIMES,
    aliases=("SQS010",),
    practices=("SQS-11", "SQS-12"),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each mapping that polls faster than its function's reservation lets through."""
    for function in template.of(Function):
        mappings = [each for each in function.event_source_mappings() if each.source_kind == "sqs"]
        for reserved in function.each("ReservedConcurrentExecutions"):
            has = reserved.integer()
            for mapping in mappings if has else ():
                for limit in mapping.each("ScalingConfig", "MaximumConcurrency"):
                    if (
                        limit.absent
                        and mapping.get("ProvisionedPollerConfig").absent
                        and template.together(reserved, limit)
                    ):
                        message = (
                            f"{function.id} is held to {has} by its reserved concurrency, but this mapping polls without a limit:"
                            " what is throttled uses up receives and can end in the dead-letter queue."
                            " Set ScalingConfig.MaximumConcurrency."
                        )
                        yield Found(limit, message, (reserved,), _fix(mapping, (has or 0) // len(mappings)))


def _fix(mapping: EventSourceMapping, share: int) -> Fix | None:
    into = mapping if mapping.event is None else mapping.declared.get("Events", mapping.event, "Properties")
    most = min(share, facts.number("sqs.mapping.concurrency.maximum"))
    if most < facts.number("sqs.mapping.concurrency.minimum") or mapping.get("ScalingConfig").present:
        return None
    return edits.insert(into, {"ScalingConfig": {"MaximumConcurrency": most}}, f"Set MaximumConcurrency to {most}")
