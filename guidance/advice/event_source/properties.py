"""Settings as CloudFormation and SAM write them, and as a YAML snippet to paste."""

from __future__ import annotations

import re
from collections.abc import Mapping

from guidance.advice.event_source.legal import data, defaults, ranges
from guidance.advice.event_source.model import Queue, Settings, Source
from guidance.template.edits import Data

EVENTS = {
    Source.SQS: "SQS",
    Source.SQS_FIFO: "SQS",
    Source.KINESIS: "Kinesis",
    Source.DYNAMODB: "DynamoDB",
    Source.MSK: "MSK",
    Source.KAFKA: "SelfManagedKafka",
}
"""What SAM calls an event of each source."""
_TOPICS: dict[str, Data] = {"Topics": ["TOPIC"], "StartingPosition": "TRIM_HORIZON"}
_PLACES: dict[Source, dict[str, Data]] = {
    Source.SQS: {"Queue": {"Fn::GetAtt": ["Queue", "Arn"]}},
    Source.SQS_FIFO: {"Queue": {"Fn::GetAtt": ["Queue", "Arn"]}},
    Source.KINESIS: {"Stream": {"Fn::GetAtt": ["Stream", "Arn"]}, "StartingPosition": "TRIM_HORIZON"},
    Source.DYNAMODB: {"Stream": {"Fn::GetAtt": ["Table", "StreamArn"]}, "StartingPosition": "TRIM_HORIZON"},
    Source.MSK: {"Stream": {"Fn::GetAtt": ["Cluster", "Arn"]}, **_TOPICS},
    Source.KAFKA: {"KafkaBootstrapServers": ["BROKER:9096"], **_TOPICS},
}
"""How the snippet names what is read."""


def mapping_properties(source: Source, settings: Settings) -> dict[str, Data | None]:
    """The properties of an event source mapping; None is one that must not be there."""
    known = ranges(source)
    found: dict[str, Data | None] = {"BatchSize": settings.batch_size}
    window = settings.maximum_batching_window_seconds
    if "maximum_batching_window_seconds" in known and window != 0.5:
        found["MaximumBatchingWindowInSeconds"] = int(window)
    partial = settings.report_batch_item_failures
    found["FunctionResponseTypes"] = ["ReportBatchItemFailures"] if partial else None
    if "maximum_concurrency" in known:
        most = settings.maximum_concurrency
        found["ScalingConfig"] = {"MaximumConcurrency": most} if most is not None else None
    if "minimum_pollers" in known:
        found["ProvisionedPollerConfig"] = _pollers(source, settings)
    if "parallelization_factor" in known:
        found["ParallelizationFactor"] = settings.parallelization_factor
    if source.stream or (source.kafka and settings.provisioned):
        found["BisectBatchOnFunctionError"] = settings.bisect_batch_on_function_error
        for name, value in (
            ("MaximumRetryAttempts", settings.maximum_retry_attempts),
            ("MaximumRecordAgeInSeconds", settings.maximum_record_age_seconds),
        ):
            found[name] = -1 if value is None else value
    return found


def queue_properties(queue: Queue) -> dict[str, Data]:
    """The properties of a queue, without its redrive policy."""
    return {
        "VisibilityTimeout": queue.visibility_timeout_seconds,
        "MessageRetentionPeriod": queue.message_retention_seconds,
    }


def dead_letter_resources(name: str, *, fifo: bool) -> dict[str, Data]:
    """A dead-letter queue and its alarm, by logical id."""
    kept: dict[str, Data] = {"MessageRetentionPeriod": data()["advice"]["dead_letter_retention_seconds"]}
    properties: dict[str, Data] = {"FifoQueue": True, **kept} if fifo else kept
    return {name: {"Type": "AWS::SQS::Queue", "Properties": properties}, **alarm_resource(f"{name}Alarm", name)}


def alarm_resource(name: str, queue: str) -> dict[str, Data]:
    """An alarm for a dead-letter queue that is not empty."""
    properties: dict[str, Data] = {
        "AlarmDescription": "A message could not be processed: look at it, then redrive the queue",
        "Namespace": "AWS/SQS",
        "MetricName": "ApproximateNumberOfMessagesVisible",
        "Dimensions": [{"Name": "QueueName", "Value": {"Fn::GetAtt": [queue, "QueueName"]}}],
        "Statistic": "Maximum",
        "Period": 60,
        "EvaluationPeriods": 1,
        "Threshold": 0,
        "ComparisonOperator": "GreaterThanThreshold",
        "TreatMissingData": "notBreaching",
    }
    return {name: {"Type": "AWS::CloudWatch::Alarm", "Properties": properties}}


def destination(name: str, *, sam: bool) -> dict[str, Data]:
    """Where a stream's failures go; SAM wants to be told what it is."""
    target: dict[str, Data] = {"Destination": {"Fn::GetAtt": [name, "Arn"]}}
    return {"OnFailure": {"Type": "SQS", **target} if sam else target}


def snippet(source: Source, settings: Settings, queue: Queue, memory_mb: int | None) -> str:
    """The settings as part of a SAM template: names are to be replaced by your own."""
    wanted = {name: value for name, value in mapping_properties(source, settings).items() if value is not None}
    if settings.on_failure_destination:
        wanted["DestinationConfig"] = destination("Failures", sam=True)
    event: Data = {"Type": EVENTS[source], "Properties": {**_PLACES[source], **wanted}}
    function: dict[str, Data] = {"MemorySize": memory_mb} if memory_mb else {}
    resources: dict[str, Data] = {
        "Function": {"Type": "AWS::Serverless::Function", "Properties": {**function, "Events": {"Source": event}}}
    }
    if source.queue:
        redrive: Data = {
            "deadLetterTargetArn": {"Fn::GetAtt": ["DeadLetters", "Arn"]},
            "maxReceiveCount": queue.max_receive_count,
        }
        own: dict[str, Data] = {**queue_properties(queue), "RedrivePolicy": redrive}
        fifo = source is Source.SQS_FIFO
        kind: dict[str, Data] = {"FifoQueue": True} if fifo else {}
        resources["Queue"] = {"Type": "AWS::SQS::Queue", "Properties": {**kind, **own}}
        resources |= dead_letter_resources("DeadLetters", fifo=fifo)
    elif settings.on_failure_destination:
        resources |= dead_letter_resources("Failures", fifo=False)
    return _yaml({"Resources": resources})


def changes(source: Source, before: Settings, after: Settings) -> dict[str, tuple[Data | None, Data | None]]:
    """The properties that differ: what they are and what they become."""
    old, new = mapping_properties(source, before), mapping_properties(source, after)
    return {name: (old.get(name), new.get(name)) for name in {**old, **new} if old.get(name) != new.get(name)} | (
        {"DestinationConfig": (before.on_failure_destination, after.on_failure_destination)}
        if before.on_failure_destination != after.on_failure_destination
        else {}
    )


def _pollers(source: Source, settings: Settings) -> Data | None:
    if not settings.provisioned:
        return None
    known = ranges(source)
    low = settings.minimum_pollers or int(known["minimum_pollers"].default or 1)
    high = settings.maximum_pollers or int(known["maximum_pollers"].default or low)
    return {"MinimumPollers": low, "MaximumPollers": high}


def is_default(source: Source, name: str, value: Data | None) -> bool:
    """Whether a property says what Lambda does anyway."""
    usual = mapping_properties(source, defaults(source))
    if name in {"MaximumRetryAttempts", "MaximumRecordAgeInSeconds"}:
        return value == -1
    if name == "BisectBatchOnFunctionError":
        return value is False
    return name in usual and usual[name] == value and name != "BatchSize"


def _yaml(value: Mapping[str, Data]) -> str:
    """Block style, CloudFormation's short forms, the order as given."""
    import yaml

    class Dumper(yaml.SafeDumper):
        def ignore_aliases(self, _: object) -> bool:
            return True

    def mapping(dumper: yaml.SafeDumper, data: dict[str, Data]) -> yaml.Node:
        attribute = data.get("Fn::GetAtt") if len(data) == 1 else None
        if isinstance(attribute, list | tuple):
            return dumper.represent_scalar("!GetAtt", ".".join(map(str, attribute)))
        return dumper.represent_mapping("tag:yaml.org,2002:map", data)

    Dumper.add_representer(dict, mapping)
    text: str = yaml.dump(dict(value), Dumper=Dumper, sort_keys=False, default_flow_style=False, width=130)
    return re.sub(r"!GetAtt '([\w.]+)'", r"!GetAtt \1", text)
