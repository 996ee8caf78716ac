"""What is deployed around one function: its configuration, its event source mappings, and both as a CloudFormation template.

The template is made so that the rules of `validate_template` run on what AWS really has. It holds what was read and nothing else:
names of environment variables never, as their values may be secrets.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from guidance.advice.diagnose import Source
from guidance.advice.metrics import Resource
from mcp_server.aws.failures import AwsError
from mcp_server.aws.functions import Function
from mcp_server.aws.sessions import Aws
from mcp_server.aws.targets import Target

MOST_MAPPINGS = 20
_MOST_ALIASES = 5
_FUNCTION = (
    "Runtime", "Handler", "Role", "MemorySize", "Timeout", "Architectures", "PackageType", "Layers", "EphemeralStorage",
    "DeadLetterConfig", "DurableConfig", "TenancyConfig", "CapacityProviderConfig", "FileSystemConfigs",
)  # fmt: skip
_MAPPING = (
    "BatchSize", "MaximumBatchingWindowInSeconds", "ParallelizationFactor", "MaximumRecordAgeInSeconds", "MaximumRetryAttempts",
    "BisectBatchOnFunctionError", "TumblingWindowInSeconds", "FunctionResponseTypes", "ScalingConfig", "ProvisionedPollerConfig",
    "DestinationConfig", "StartingPosition", "Topics", "Queues", "SelfManagedEventSource", "SourceAccessConfigurations",
    "AmazonManagedKafkaEventSourceConfig", "SelfManagedKafkaEventSourceConfig",
)  # fmt: skip
_KINDS = {"sqs": "sqs", "kinesis": "kinesis", "dynamodb": "dynamodb", "kafka": "kafka", "mq": "mq", "rds": "documentdb"}


def mappings(aws: Aws, name: str) -> list[dict[str, Any]]:
    """The event source mappings of a function, as Lambda returns them; 20 at most.

    Those of aliases are listed by alias only: where the function by itself has none, its aliases are asked for theirs.

    Args:
        aws: Where.
        name: The function's name, with ":alias" where only that one's count.

    Raises:
        AwsError: when AWS cannot be asked or refuses.

    """
    found = _mappings(aws, name)
    if found or ":" in name:
        return found
    try:
        aliases = aws.call("lambda", "ListAliases", FunctionName=name, MaxItems=_MOST_ALIASES)["Aliases"]
    except AwsError:
        return found
    return [each for alias in aliases for each in _mappings(aws, f"{name}:{alias['Name']}")][:MOST_MAPPINGS]


def _mappings(aws: Aws, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for page in aws.pages("lambda", "ListEventSourceMappings", FunctionName=name):
        found += page["EventSourceMappings"]
        if len(found) >= MOST_MAPPINGS:
            break
    return found[:MOST_MAPPINGS]


def source_of(mapping: dict[str, Any]) -> Source:
    """A mapping as evidence, yet without the metrics of what it reads."""
    arn = str(mapping.get("EventSourceArn") or "")
    service = arn.split(":")[2] if arn.count(":") >= 5 else ""
    kind = "kafka" if "SelfManagedEventSource" in mapping else _KINDS.get(service, service or "unknown")
    names = [*(mapping.get("Topics") or ()), *(mapping.get("Queues") or ())]
    return Source(
        uuid=str(mapping["UUID"]),
        kind=kind,
        name=str(names[0]) if names else _name(arn, kind),
        settings={key: value for key, value in mapping.items() if key in _MAPPING and value not in (None, {}, [])},
        state=str(mapping.get("State") or "Enabled"),
        reason=str(mapping.get("StateTransitionReason") or ""),
        last_result=str(mapping.get("LastProcessingResult") or ""),
    )


def target_of(mapping: dict[str, Any]) -> Target | None:
    """What a mapping reads, as something whose metrics can be read; None where there are none."""
    arn = str(mapping.get("EventSourceArn") or "")
    kind = source_of(mapping).kind
    own = str(mapping.get("FunctionArn") or "").split(":")[
        3:5
    ]  # metrics of another account or region are not read here
    if kind not in {"sqs", "kinesis", "dynamodb"} or not arn or arn.split(":")[3:5] != own:
        return None
    return Target(kind, _name(arn, kind))


def _name(arn: str, kind: str) -> str:
    rest = arn.split(":", 5)[-1]
    return rest.split("/")[1] if kind in {"kinesis", "dynamodb", "kafka"} and "/" in rest else rest[:80] or kind


def retention(aws: Aws, group: str) -> tuple[bool, int | None]:
    """Whether there is such a log group, and for how many days it keeps what is logged; None: for ever.

    Raises:
        AwsError: when AWS cannot be asked or refuses.

    """
    found = aws.call("logs", "DescribeLogGroups", logGroupNamePrefix=group, limit=1)["logGroups"]
    same = [each for each in found if each["logGroupName"] == group]
    return bool(same), same[0].get("retentionInDays") if same else None


def template(
    aws: Aws, function: Function, found: Iterable[dict[str, Any]], resources: Iterable[Resource]
) -> tuple[str, dict[str, str]]:
    """Function, mappings, queues, streams and log group as the text of a template, and the real names by logical id.

    Args:
        aws: Where; the retention of the log group is asked for.
        function: The function.
        found: Its mappings.
        resources: What they read, as far as it was read.

    """
    made: dict[str, Any] = {"DeployedFunction": {"Type": "AWS::Lambda::Function", "Properties": _function(function)}}
    names = {"DeployedFunction": function.name}
    logical: dict[str, str] = {}
    for number, each in enumerate(resources, 1):
        if (described := _resource(each)) is not None and each.arn:
            made[f"DeployedSource{number}"] = described
            names[f"DeployedSource{number}"] = each.name
            logical[each.arn] = f"DeployedSource{number}"
    for number, mapping in enumerate(found, 1):
        made[f"DeployedMapping{number}"] = _mapping(mapping, logical)
        names[f"DeployedMapping{number}"] = f"mapping {mapping['UUID']}"
    try:
        exists, days = retention(aws, function.log_group)
    except AwsError:
        exists, days = False, None
    if exists:
        made["DeployedLogs"] = {
            "Type": "AWS::Logs::LogGroup",
            "Properties": {"LogGroupName": function.log_group, **({"RetentionInDays": days} if days else {})},
        }
        names["DeployedLogs"] = function.log_group
    return json.dumps({"AWSTemplateFormatVersion": "2010-09-09", "Resources": made}, default=str), names


def _function(function: Function) -> dict[str, Any]:
    given = function.configuration
    properties: dict[str, Any] = {key: given[key] for key in _FUNCTION if given.get(key) not in (None, {}, [], "")}
    properties["FunctionName"] = function.name
    properties["Code"] = {"S3Bucket": "deployed", "S3Key": "deployed"}
    if properties.get("Layers"):
        properties["Layers"] = [layer["Arn"] for layer in properties["Layers"] if "Arn" in layer]
    if (given.get("SnapStart") or {}).get("ApplyOn") == "PublishedVersions":
        properties["SnapStart"] = {"ApplyOn": "PublishedVersions"}
    if mode := (given.get("TracingConfig") or {}).get("Mode"):
        properties["TracingConfig"] = {"Mode": mode}
    if logging := given.get("LoggingConfig"):
        properties["LoggingConfig"] = dict(logging)
    network = given.get("VpcConfig") or {}
    if network.get("SubnetIds"):
        properties["VpcConfig"] = {key: network[key] for key in ("SubnetIds", "SecurityGroupIds") if network.get(key)}
    return properties


def _mapping(mapping: dict[str, Any], logical: dict[str, str]) -> dict[str, Any]:
    properties: dict[str, Any] = {
        key: mapping[key] for key in _MAPPING if mapping.get(key) not in (None, {}, []) and mapping.get(key) != -1
    }
    properties["FunctionName"] = {"Ref": "DeployedFunction"}
    arn = str(mapping.get("EventSourceArn") or "")
    if arn:
        whole = arn.split("/stream/", maxsplit=1)[0] if ":dynamodb:" in arn else arn
        name = "StreamArn" if ":dynamodb:" in arn else "Arn"
        properties["EventSourceArn"] = {"Fn::GetAtt": [logical[whole], name]} if whole in logical else arn
    return {"Type": "AWS::Lambda::EventSourceMapping", "Properties": properties}


def _resource(each: Resource) -> dict[str, Any] | None:
    """A queue or stream as it is configured; nothing where its configuration could not be read."""
    facts = each.facts
    if each.kind == "sqs" and "visibility_timeout_seconds" in facts:
        properties: dict[str, Any] = {
            "QueueName": each.name, "VisibilityTimeout": facts["visibility_timeout_seconds"],
            "MessageRetentionPeriod": facts.get("retention_seconds"),
        }  # fmt: skip
        if facts.get("fifo"):
            properties["FifoQueue"] = True
        if facts.get("dead_letter_arn"):
            properties["RedrivePolicy"] = {
                "deadLetterTargetArn": facts["dead_letter_arn"], "maxReceiveCount": facts.get("max_receive_count"),
            }  # fmt: skip
        return {"Type": "AWS::SQS::Queue", "Properties": properties}
    if each.kind == "kinesis" and facts.get("shards"):
        return {"Type": "AWS::Kinesis::Stream", "Properties": {"Name": each.name, "ShardCount": facts["shards"]}}
    return None
