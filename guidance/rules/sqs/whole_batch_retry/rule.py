"""A batch fails as a whole because the function does not report which messages failed."""

from __future__ import annotations

from collections.abc import Iterator

from guidance import facts
from guidance.model import Fix, FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import EventSourceMapping, Template, Value, edits

RULE = Rule(
    title="One failing message brings back its whole batch",
    severity=Severity.WARNING,
    pillars=(
        Pillar.RELIABILITY,
        Pillar.COST,
    ),
    sources=(Source("https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html", "2026-11-20"),),
    fix=FixKind.SOMETIMES,
    aliases=("SQS005",),
    practices=("SQS-09",),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each mapping that takes several messages at once and no partial batch response."""
    for mapping in template.of(EventSourceMapping):
        if mapping.source_kind != "sqs" or mapping.function is None or _made_by_sam(mapping):
            continue
        for size in mapping.each("BatchSize", default=facts.number("sqs.mapping.batch_size.default")):
            for types in mapping.each("FunctionResponseTypes"):
                many = size.integer()
                if many is not None and many > 1 and _reports_nothing(types) and template.together(size, types):
                    said = f"up to {many} messages at a time" + (" (the default)" if size.defaulted else "")
                    message = (
                        f"{mapping.function.id} gets {said}, and when one of them fails all come back, also those that were"
                        " handled. Set FunctionResponseTypes to ReportBatchItemFailures and return batchItemFailures."
                    )
                    yield Found(types, message, (size,) if size.present else (), _fix(mapping, types))


def _reports_nothing(types: Value) -> bool:
    items = types.items()
    return types.absent or (
        types.known and not any(each.unknown or each.text() == "ReportBatchItemFailures" for each in items)
    )


def _made_by_sam(mapping: EventSourceMapping) -> bool:
    """Made by an SNS event with SqsSubscription: SAM has no way to say more there."""
    return mapping.event is not None and mapping.declared.get("Events", mapping.event, "Type").text() == "SNS"


def _fix(mapping: EventSourceMapping, types: Value) -> Fix | None:
    into = mapping if mapping.event is None else mapping.declared.get("Events", mapping.event, "Properties")
    response = {"FunctionResponseTypes": ["ReportBatchItemFailures"]}
    return edits.insert(into, response, "Let the function report which messages failed") if types.absent else None
