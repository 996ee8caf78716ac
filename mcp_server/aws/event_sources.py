"""What AWS knows of one event source mapping: its settings, its queue or stream, its function, what came and how long it took.

Nothing is changed. Needs lambda:GetEventSourceMapping or ListEventSourceMappings, lambda:GetFunctionConfiguration and
GetFunctionConcurrency, cloudwatch:GetMetricData, and of the source sqs:GetQueueUrl and GetQueueAttributes,
kinesis:DescribeStreamSummary or dynamodb:DescribeStream.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import Any

from guidance.advice.event_source.model import Source
from mcp_server.aws.event_source_metrics import Observed, read_observed
from mcp_server.aws.failures import AwsError, NotFoundError
from mcp_server.aws.functions import Function, Target, read_function, target
from mcp_server.aws.sessions import Aws, aws
from mcp_server.errors import CallError
from mcp_server.settings import Settings

_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_KINDS = {"sqs": Source.SQS, "kinesis": Source.KINESIS, "dynamodb": Source.DYNAMODB, "kafka": Source.MSK}
HOURS = 24


@dataclass(frozen=True)
class Live:
    """A mapping and what belongs to it."""

    where: Aws
    source: Source
    function: Function
    settings: dict[str, Any]
    """Of mapping and queue, as the APIs name them."""
    source_arn: str | None
    topic: str | None
    consumer_group: str | None
    lanes: int | None
    """Open shards, where AWS tells."""
    reserved_concurrency: int | None
    observed: Observed
    told: str
    notes: list[str] = field(default_factory=list)


def read_live(
    settings: Settings, mapping_uuid: str | None, function_name: str | None, region: str | None, profile: str | None
) -> Live:
    """A mapping by its id, or the only one of a function.

    Raises:
        CallError: when it cannot be found, is of a source that is not covered, or AWS cannot be asked or refuses.

    """
    wanted = target(function_name) if function_name else None
    where = aws(settings, region or (wanted.region if wanted else None), profile)
    mapping = _by_uuid(where, mapping_uuid) if mapping_uuid else _only(where, str(function_name))
    source = _source(mapping)
    named = target(mapping["FunctionArn"])  # in the account of the mapping, so by its plain name
    function = read_function(where, Target(named.name.rsplit(":", 1)[-1], named.qualifier))
    notes: list[str] = []
    found, lanes = _of_source(where, source, mapping, notes)
    end = dt.datetime.now(tz=dt.UTC).replace(second=0, microsecond=0)
    observed = read_observed(
        where, source, mapping.get("EventSourceArn"), function.name, end - dt.timedelta(hours=HOURS), end
    )
    kafka = mapping.get("AmazonManagedKafkaEventSourceConfig") or mapping.get("SelfManagedKafkaEventSourceConfig") or {}
    return Live(
        where=where,
        source=source,
        function=function,
        settings={**_plain(mapping), **found},
        source_arn=mapping.get("EventSourceArn"),
        topic=(mapping.get("Topics") or [None])[0],
        consumer_group=kafka.get("ConsumerGroupId"),
        lanes=lanes,
        reserved_concurrency=_reserved(where, function, notes),
        observed=observed,
        told=f"mapping {mapping['UUID']} of {function.name} in {where.told}, metrics of the last {HOURS} hours",
        notes=notes,
    )


def _by_uuid(where: Aws, uuid: str) -> dict[str, Any]:
    if not _UUID.fullmatch(uuid.strip()):
        raise CallError(
            f"mapping_uuid: '{uuid[:60]}' is no id of a mapping; `aws lambda list-event-source-mappings` lists them, or pass "
            "`function_name`."
        )
    try:
        found: dict[str, Any] = where.call("lambda", "GetEventSourceMapping", UUID=uuid.strip())
    except NotFoundError:
        raise NotFoundError(
            f"There is no event source mapping {uuid.strip()} in {where.told}. Check the id, the region and the profile."
        ) from None
    return found


def _only(where: Aws, function_name: str) -> dict[str, Any]:
    """The one mapping of a function that is covered; several have to be told apart by id."""
    wanted = target(function_name)
    name = f"{wanted.name}:{wanted.qualifier}" if wanted.qualifier else wanted.name
    found: list[dict[str, Any]] = [
        mapping
        for page in where.pages("lambda", "ListEventSourceMappings", FunctionName=name)
        for mapping in page["EventSourceMappings"]
    ]
    if not found:
        read_function(where, wanted)  # says so when there is no such function
        raise CallError(
            f"{name} has no event source mapping in {where.told}. One of an alias or version is found by that, as NAME:ALIAS."
        )
    if len(found) > 1:
        known = "; ".join(f"{each['UUID']} ({_short(each)})" for each in found[:6])
        raise CallError(f"{name} has {len(found)} event source mappings: pass one as `mapping_uuid`: {known}.")
    return found[0]


def _short(mapping: dict[str, Any]) -> str:
    return str(mapping.get("EventSourceArn") or "self-managed Kafka").rsplit(":", 1)[-1][:60]


def _source(mapping: dict[str, Any]) -> Source:
    arn = str(mapping.get("EventSourceArn") or "")
    if "SelfManagedEventSource" in mapping:
        return Source.KAFKA
    service = arn.split(":")[2] if arn.count(":") >= 5 else ""
    if service not in _KINDS:
        raise CallError(
            f"The mapping reads from {service or 'something unknown'}; settings are computed for SQS, Kinesis, DynamoDB streams, "
            "MSK and self-managed Kafka."
        )
    return Source.SQS_FIFO if arn.endswith(".fifo") else _KINDS[service]


def _of_source(
    where: Aws, source: Source, mapping: dict[str, Any], notes: list[str]
) -> tuple[dict[str, Any], int | None]:
    """Attributes of the queue or stream under the APIs' names, and open shards."""
    arn = str(mapping.get("EventSourceArn") or "")
    try:
        if source.queue:
            return _queue(where, arn), None
        if source is Source.KINESIS:
            name = arn.split("stream/", 1)[-1].split("/", 1)[0]
            stream = where.call("kinesis", "DescribeStreamSummary", StreamName=name)["StreamDescriptionSummary"]
            return {"message_retention_seconds": stream["RetentionPeriodHours"] * 3600}, stream["OpenShardCount"]
        if source is Source.DYNAMODB:
            described = where.call("dynamodbstreams", "DescribeStream", StreamArn=arn)["StreamDescription"]
            shards = [
                each
                for each in described.get("Shards", ())
                if "EndingSequenceNumber" not in each["SequenceNumberRange"]
            ]
            return {}, max(1, len(shards))
    except AwsError as error:
        if isinstance(error, NotFoundError):
            raise
        notes.append(f"Without attributes of the source, so by its defaults: {error}")
        return {}, None
    notes.append("How many partitions the topic has is not to be had from AWS: pass `workload.lanes`, else 1 is taken.")
    return {}, None


def _queue(where: Aws, arn: str) -> dict[str, Any]:
    _, _, _, _, account, name = arn.split(":", 5)
    url = where.call("sqs", "GetQueueUrl", QueueName=name, QueueOwnerAWSAccountId=account)["QueueUrl"]
    wanted = ["VisibilityTimeout", "MessageRetentionPeriod", "RedrivePolicy"]
    attributes: dict[str, Any] = where.call("sqs", "GetQueueAttributes", QueueUrl=url, AttributeNames=wanted).get(
        "Attributes", {}
    )
    return {name: value for name, value in attributes.items() if name in wanted}


def _reserved(where: Aws, function: Function, notes: list[str]) -> int | None:
    try:
        found = where.call("lambda", "GetFunctionConcurrency", FunctionName=function.name)
    except AwsError as error:
        notes.append(f"Without the function's reserved concurrency: {error}")
        return None
    reserved: int | None = found.get("ReservedConcurrentExecutions")
    return reserved


def _plain(mapping: dict[str, Any]) -> dict[str, Any]:
    """The settings of a mapping, without what names it."""
    names = {"BatchSize", "MaximumBatchingWindowInSeconds", "ParallelizationFactor", "MaximumRecordAgeInSeconds",
             "BisectBatchOnFunctionError", "MaximumRetryAttempts", "TumblingWindowInSeconds", "FunctionResponseTypes",
             "ScalingConfig", "ProvisionedPollerConfig", "DestinationConfig"}  # fmt: skip
    return {name: value for name, value in mapping.items() if name in names and value not in (None, {}, [])}
