"""A mapping has a setting that belongs to another kind of source."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.model import Found, Pillar, Rule, Severity, Source
from guidance.template import EventSourceMapping, Template, Value

RULE = Rule(
    title="Event source mapping has a setting that its source does not take",
    severity=Severity.ERROR,
    pillars=(Pillar.RELIABILITY,),
    sources=(
        Source("https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html", "2026-11-20"),
        Source("https://docs.aws.amazon.com/lambda/latest/dg/kafka-retry-configurations.html", "2026-11-20"),
    ),
    aliases=("STR011",),
    equivalents=("E3002",),
    practices=("SQS-17", "ESM-08"),
)


_STREAMS = ("kinesis", "dynamodb")
_KAFKA = ("msk", "kafka")
_TAKE = {
    "StartingPosition": (*_STREAMS, *_KAFKA, "documentdb"),
    "ParallelizationFactor": _STREAMS,
    "TumblingWindowInSeconds": _STREAMS,
    "BisectBatchOnFunctionError": (*_STREAMS, *_KAFKA),
    "MaximumRetryAttempts": (*_STREAMS, *_KAFKA),
    "MaximumRecordAgeInSeconds": (*_STREAMS, *_KAFKA),
    "FunctionResponseTypes": ("sqs", *_STREAMS, *_KAFKA),
    "DestinationConfig": (*_STREAMS, *_KAFKA),
    "ScalingConfig": ("sqs",),
    "ProvisionedPollerConfig": ("sqs", *_KAFKA),
    "Topics": _KAFKA,
    "Queues": ("mq",),
}
_PROVISIONED = ("Bisect", "Maximum", "FunctionResponse")
_NAMES = {
    "sqs": "an SQS queue",
    "kinesis": "a Kinesis stream",
    "dynamodb": "a DynamoDB stream",
    **dict.fromkeys(_KAFKA, "a Kafka cluster"),
    "mq": "a message broker",
    "documentdb": "a DocumentDB cluster",
}


def check(template: Template) -> Iterator[Found]:
    """Yield each setting that the mapping's source does not take, or takes in provisioned mode only."""
    for mapping in template.of(EventSourceMapping):
        kind = mapping.source_kind
        if kind is None:
            continue
        for name, kinds in _TAKE.items():
            value = mapping.get(name)
            if not _says_something(value):
                continue
            if kind not in kinds:
                message = f"{name} is not for {_NAMES[kind]}: Lambda does not take it here."
                if name == "DestinationConfig" and kind == "sqs":
                    message += " What fails belongs in the queue's dead-letter queue (RedrivePolicy)."
                yield Found(value, message, (mapping.source,) if mapping.source is not None else ())
            elif kind in _KAFKA and name.startswith(_PROVISIONED) and mapping.get("ProvisionedPollerConfig").absent:
                yield Found(
                    value,
                    f"{name} works for Kafka in provisioned mode only. Set ProvisionedPollerConfig, or remove it.",
                )


def _says_something(value: Value) -> bool:
    """Present, and not just the default that means "off"."""
    off = value.boolean() is False or value.integer() in {-1, 0} or (value.kind == "list" and not value.items())
    return value.present and not value.unknown and not off
