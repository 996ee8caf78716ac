"""A failing batch is neither split nor does the function say where it failed."""

from __future__ import annotations

from collections.abc import Iterator

from guidance import facts
from guidance.model import Fix, FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import EventSourceMapping, Template, Value, edits

RULE = Rule(
    title="One bad record blocks its whole batch",
    severity=Severity.WARNING,
    pillars=(Pillar.RELIABILITY,),
    sources=(
        Source(
            "https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html", "2026-11-20"
        ),
        Source("https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-parameters.html", "2026-11-20"),
    ),
    fix=FixKind.SOMETIMES,
    aliases=("STR001",),
    practices=("ESM-06", "FLR-08", "ERR-06"),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each stream mapping that retries whole batches as they are."""
    for mapping in template.of(EventSourceMapping):
        if mapping.source_kind not in {"kinesis", "dynamodb"}:
            continue
        size = mapping.get("BatchSize", default=facts.number("streams.batch_size.default"))
        for bisect in mapping.each("BisectBatchOnFunctionError", default=False):
            for types in mapping.each("FunctionResponseTypes"):
                whole = bisect.boolean() is False and _reports_nothing(types) and template.together(bisect, types)
                if whole and size.integer() != 1:
                    message = (
                        "When one record fails, its whole batch is tried again as it is, and the shard waits."
                        " Set BisectBatchOnFunctionError, or ReportBatchItemFailures in FunctionResponseTypes."
                    )
                    yield Found(bisect, message, (types,) if types.present else (), _fix(mapping, bisect))


def _reports_nothing(types: Value) -> bool:
    items = types.items()
    return types.absent or (
        types.known and not any(each.unknown or each.text() == "ReportBatchItemFailures" for each in items)
    )


def _fix(mapping: EventSourceMapping, bisect: Value) -> Fix | None:
    change = "Split failing batches"
    if bisect.present:
        return edits.replace(bisect, data=True, description=change)
    into = mapping if mapping.event is None else mapping.declared.get("Events", mapping.event, "Properties")
    return edits.insert(into, {"BisectBatchOnFunctionError": True}, change)
