"""Records that are given up are gone without a trace."""

from __future__ import annotations

from collections.abc import Iterator

from guidance import facts
from guidance.model import Fix, FixKind, Found, Pillar, Rule, Severity, Source
from guidance.template import EventSourceMapping, Template, edits

RULE = Rule(
    title="Stream mapping has no on-failure destination",
    severity=Severity.WARNING,
    pillars=(Pillar.RELIABILITY,),
    sources=(Source("https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html", "2026-11-20"),),
    fix=FixKind.SOMETIMES,
    aliases=("STR003",),
    equivalents=("ES1001",),
    practices=("FLR-08", "ERR-02"),
)


def check(template: Template) -> Iterator[Found]:
    """Yield each stream mapping that drops what it gives up."""
    for mapping in template.of(EventSourceMapping):
        if mapping.source_kind not in {"kinesis", "dynamodb"}:
            continue
        for destination in mapping.each("DestinationConfig", "OnFailure", "Destination"):
            if destination.absent:
                message = (
                    "Records that expire or fail too often are skipped, and nobody learns which. Set"
                    " DestinationConfig.OnFailure to an SQS queue, an SNS topic or an S3 bucket."
                )
                yield Found(destination, message, (), _fix(template, mapping))


def _fix(template: Template, mapping: EventSourceMapping) -> Fix | None:
    """A queue, where SAM writes the role and so adds the permission to send to it."""
    written = mapping.get("DestinationConfig").present or mapping.declared.get("Role").present
    if mapping.event is None or written or template.resources("AWS::CloudWatch::Alarm"):
        return None
    name = edits.free_id(template, f"{mapping.declared.id}FailedRecords")
    destination: edits.Data = {"OnFailure": {"Type": "SQS", "Destination": {"Fn::GetAtt": [name, "Arn"]}}}
    into = mapping.declared.get("Events", mapping.event, "Properties")
    properties: edits.Data = {"MessageRetentionPeriod": facts.number("sqs.retention.maximum")}
    queue = edits.add_resources(template, {name: {"Type": "AWS::SQS::Queue", "Properties": properties}})
    return edits.both(edits.insert(into, {"DestinationConfig": destination}, f"Send what is given up to {name}"), queue)
