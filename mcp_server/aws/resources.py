"""What a resource is as it is configured, or that there is none of that name, and which ones are nearest."""

from __future__ import annotations

import difflib
import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from guidance.advice.metrics import Resource, kinds
from guidance.advice.metrics.model import Fact
from mcp_server.aws.failures import AwsError, NotFoundError
from mcp_server.aws.functions import Function, read_function
from mcp_server.aws.functions import Target as FunctionTarget
from mcp_server.aws.sessions import Aws
from mcp_server.aws.targets import Target

_MOST_LISTED = 2_000
_MOST_RULES = 25
_API_ID = re.compile(r"[a-z0-9]{8,12}")


def read_resource(aws: Aws, target: Target) -> Resource:
    """A resource, as it is configured.

    Raises:
        NotFoundError: when there is none of that name; the message offers the nearest.
        AwsError: when AWS cannot be asked or refuses.

    """
    return _READERS[target.kind](aws, target)


def assumed(target: Target) -> Resource | None:
    """A resource of which only the name is known: enough for its metrics, where its configuration may not be read."""
    kind = kinds()[target.kind]
    if target.kind in {"eventbus", "rule"} or (target.kind == "statemachine" and target.arn is None):
        return None
    value = target.arn if target.kind == "statemachine" and target.arn else target.name
    return Resource(target.kind, target.name, {}, (_dimensions(kind.dimension, value, target),), target.arn)


def _dimensions(name: str, value: str, target: Target) -> tuple[tuple[str, str], ...]:
    more: tuple[tuple[str, str], ...] = ()
    if target.qualifier:
        more = (("Resource", f"{target.name}:{target.qualifier}"),)
    elif target.stage:
        more = (("Stage", target.stage),)
    return ((name, value), *more)


def _function(aws: Aws, target: Target) -> Resource:
    """A function by itself, with what of it has provisioned concurrency."""
    try:
        found = read_function(aws, FunctionTarget(target.name, target.qualifier))
    except NotFoundError as error:
        other = " Another kind of resource is named with it: sqs:NAME, stack:NAME, ..." if target.bare else ""
        raise NotFoundError(f"{error}{other}") from None
    provisioned = (target.qualifier,) if target.qualifier else _provisioned(aws, found.name)
    return replace(function_resource(found, target), provisioned=provisioned)


def _provisioned(aws: Aws, name: str) -> tuple[str, ...] | None:
    try:
        pages = aws.pages("lambda", "ListProvisionedConcurrencyConfigs", FunctionName=name)
        return tuple(
            each["FunctionArn"].rsplit(":", 1)[-1] for page in pages for each in page["ProvisionedConcurrencyConfigs"]
        )
    except AwsError:
        return None


def function_resource(found: Function, target: Target) -> Resource:
    """A function as it is configured."""
    facts: dict[str, Fact] = {
        "memory_mb": found.memory_mb,
        "timeout_seconds": found.timeout_seconds,
        "architecture": found.architecture,
        "runtime": found.runtime,
        "durable": found.durable,
        "managed_instances": found.managed_instances,
        "snap_start": found.snap_start,
        "lambda_insights": found.lambda_insights,
        "modified": found.modified.isoformat() if found.modified else None,
        "log_group": found.log_group,
    }
    return Resource("lambda", found.name, facts, (_dimensions("FunctionName", found.name, target),), found.arn)


def account_concurrency(aws: Aws) -> int:
    """How many environments all functions of the account may have at once.

    Raises:
        AwsError: when AWS cannot be asked or refuses.

    """
    return int(aws.call("lambda", "GetAccountSettings")["AccountLimit"]["ConcurrentExecutions"])


def reserved_concurrency(aws: Aws, name: str) -> int | None:
    """How many environments a function has for itself; None when it shares the account's.

    Raises:
        AwsError: when AWS cannot be asked or refuses.

    """
    found: int | None = aws.call("lambda", "GetFunctionConcurrency", FunctionName=name).get(
        "ReservedConcurrentExecutions"
    )
    return found


def _queue(aws: Aws, target: Target) -> Resource:
    try:
        url = aws.call("sqs", "GetQueueUrl", QueueName=target.name)["QueueUrl"]
        found = aws.call("sqs", "GetQueueAttributes", QueueUrl=url, AttributeNames=["All"])["Attributes"]
    except NotFoundError:
        urls = (url for page in aws.pages("sqs", "ListQueues") for url in page.get("QueueUrls", ()))
        raise _missing(aws, target, (each.rsplit("/", 1)[-1] for each in urls)) from None
    redrive = found.get("RedrivePolicy", "")
    dead = re.search(r'"deadLetterTargetArn"\s*:\s*"([^"]+)"', redrive)
    most = re.search(r'"maxReceiveCount"\s*:\s*"?(\d+)', redrive)
    facts = {
        "visibility_timeout_seconds": int(found["VisibilityTimeout"]),
        "retention_seconds": int(found["MessageRetentionPeriod"]),
        "fifo": found.get("FifoQueue") == "true",
        "dead_letter_arn": dead[1] if dead else None,
        "max_receive_count": int(most[1]) if most else None,
        "dead_letter_queue": dead is None and _is_dead_letter_queue(aws, url),
    }
    return Resource("sqs", target.name, facts, ((("QueueName", target.name),),), found.get("QueueArn"))


def _is_dead_letter_queue(aws: Aws, url: str) -> bool:
    try:
        return any(page.get("queueUrls") for page in aws.pages("sqs", "ListDeadLetterSourceQueues", QueueUrl=url))
    except AwsError:
        return False  # then it is looked at as any queue


def _http_api(aws: Aws, target: Target) -> Resource:
    def named() -> Iterator[dict[str, Any]]:
        return (each for page in aws.pages("apigatewayv2", "GetApis") for each in page["Items"])

    found = None
    if _API_ID.fullmatch(target.name):
        try:
            found = aws.call("apigatewayv2", "GetApi", ApiId=target.name)
        except NotFoundError:
            found = None
    if found is None:
        every = list(itertools.islice(named(), _MOST_LISTED))
        found = next((each for each in every if each["Name"] == target.name), None)
        if found is None and target.arn is not None:  # arn:aws:execute-api:... may be of either
            return _rest_api(aws, target)
        if found is None:
            raise _missing(aws, target, (name for each in every for name in (each["ApiId"], each["Name"])))
    kind = "websocket" if found["ProtocolType"] == "WEBSOCKET" else "httpapi"
    return Resource(kind, found["Name"], {"id": found["ApiId"]}, (_dimensions("ApiId", found["ApiId"], target),))


def _rest_api(aws: Aws, target: Target) -> Resource:
    found = None
    if _API_ID.fullmatch(target.name):
        try:
            found = aws.call("apigateway", "GetRestApi", restApiId=target.name)
        except NotFoundError:
            found = None
    if found is None:
        pages = aws.pages("apigateway", "GetRestApis")
        every = list(itertools.islice((each for page in pages for each in page["items"]), _MOST_LISTED))
        found = next((each for each in every if each["name"] == target.name), None)
        if found is None:
            raise _missing(aws, target, (name for each in every for name in (each["name"], each["id"])))
    return Resource("restapi", found["name"], {"id": found["id"]}, (_dimensions("ApiName", found["name"], target),))


def _table(aws: Aws, target: Target) -> Resource:
    try:
        found = aws.call("dynamodb", "DescribeTable", TableName=target.name)["Table"]
    except NotFoundError:
        names = (name for page in aws.pages("dynamodb", "ListTables") for name in page["TableNames"])
        raise _missing(aws, target, names) from None
    mode = (found.get("BillingModeSummary") or {}).get("BillingMode", "PROVISIONED")
    table = ("TableName", target.name)
    indexes = [index["IndexName"] for index in found.get("GlobalSecondaryIndexes") or ()]
    dimensions = ((table,), *((table, ("GlobalSecondaryIndexName", index)) for index in indexes))
    return Resource(
        "dynamodb", target.name, {"on_demand": mode == "PAY_PER_REQUEST"}, dimensions, found.get("TableArn")
    )


def _stream(aws: Aws, target: Target) -> Resource:
    try:
        found = aws.call("kinesis", "DescribeStreamSummary", StreamName=target.name)["StreamDescriptionSummary"]
    except NotFoundError:
        names = (name for page in aws.pages("kinesis", "ListStreams") for name in page["StreamNames"])
        raise _missing(aws, target, names) from None
    facts = {
        "shards": found.get("OpenShardCount"),
        "retention_hours": found.get("RetentionPeriodHours"),
        "on_demand": (found.get("StreamModeDetails") or {}).get("StreamMode") == "ON_DEMAND",
    }
    return Resource("kinesis", target.name, facts, ((("StreamName", target.name),),), found.get("StreamARN"))


def _state_machine(aws: Aws, target: Target) -> Resource:
    found = None
    if target.arn is not None:
        try:
            found = aws.call(
                "stepfunctions", "DescribeStateMachine", stateMachineArn=target.arn, includedData="METADATA_ONLY"
            )
        except NotFoundError:
            found = None
    if found is None:
        pages = aws.pages("stepfunctions", "ListStateMachines")
        every = list(itertools.islice((each for page in pages for each in page["stateMachines"]), _MOST_LISTED))
        found = next((each for each in every if each["name"] == target.name and target.arn is None), None)
        if found is None:
            raise _missing(aws, target, (each["name"] for each in every))
    arn = found["stateMachineArn"]
    facts = {"express": found.get("type") == "EXPRESS"}
    return Resource("statemachine", found["name"], facts, ((("StateMachineArn", arn),),), arn)


def _event_bus(aws: Aws, target: Target) -> Resource:
    try:
        found = aws.call("events", "DescribeEventBus", Name=target.name)
    except NotFoundError:
        buses = aws.call("events", "ListEventBuses", Limit=100)["EventBuses"]
        raise _missing(aws, target, (each["Name"] for each in buses)) from None
    pages = aws.pages("events", "ListRules", EventBusName=target.name)
    rules = list(itertools.islice((rule["Name"] for page in pages for rule in page["Rules"]), _MOST_RULES + 1))
    bus = () if found["Name"] == "default" else (("EventBusName", found["Name"]),)
    dimensions = tuple((*bus, ("RuleName", rule)) for rule in rules[:_MOST_RULES])
    facts = {"rules": min(len(rules), _MOST_RULES), "more_rules": len(rules) > _MOST_RULES}
    return Resource("eventbus", found["Name"], facts, dimensions, found.get("Arn"))


def _rule(aws: Aws, target: Target) -> Resource:
    """A rule of the default bus, or "BUS|RULE", which is how CloudFormation names it; in an ARN "BUS/RULE"."""
    bus, _, name = target.name.replace("/", "|").rpartition("|")
    try:
        found = aws.call("events", "DescribeRule", Name=name, EventBusName=bus or "default")
    except NotFoundError:
        pages = aws.pages("events", "ListRules", EventBusName=bus or "default")
        before = f"{bus}|" if bus else ""
        raise _missing(aws, target, (before + rule["Name"] for page in pages for rule in page["Rules"])) from None
    dimensions = (("EventBusName", bus),) if bus else ()
    return Resource("rule", found["Name"], {}, ((*dimensions, ("RuleName", found["Name"])),), found.get("Arn"))


def _topic(aws: Aws, target: Target) -> Resource:
    arn = target.arn
    if arn is None:
        arns = [topic["TopicArn"] for page in aws.pages("sns", "ListTopics") for topic in page["Topics"]]
        arn = next((each for each in arns if each.rsplit(":", 1)[-1] == target.name), None)
        if arn is None:
            raise _missing(aws, target, (each.rsplit(":", 1)[-1] for each in arns))
    else:
        aws.call("sns", "GetTopicAttributes", TopicArn=arn)
    return Resource("sns", target.name, {}, ((("TopicName", target.name),),), arn)


def _missing(aws: Aws, target: Target, names: Iterator[str]) -> NotFoundError:
    said = f"There is no {kinds()[target.kind].title} '{target.name[:80]}' in {aws.told}."
    return NotFoundError(f"{said}{nearest(target.name, names)}")


def nearest(name: str, names: Iterator[str]) -> str:
    """A sentence that offers the nearest of the names there are; what to check, where none is near or they cannot be read."""
    try:
        known = list(itertools.islice(names, _MOST_LISTED))
    except AwsError:
        return " Check the name, the region and the profile."
    near = difflib.get_close_matches(name, known, n=3, cutoff=0.6)
    near = near or [each for each in known if name.lower() in each.lower()][:3]
    if near:
        return f" Did you mean {' or '.join(near)}?"
    if not known:
        return " There is none at all: pass another `region` or `profile`."
    return " It may be in another region or account: pass `region` or `profile`."


_READERS: dict[str, Callable[[Aws, Target], Resource]] = {
    "lambda": _function,
    "sqs": _queue,
    "httpapi": _http_api,
    "restapi": _rest_api,
    "dynamodb": _table,
    "kinesis": _stream,
    "statemachine": _state_machine,
    "eventbus": _event_bus,
    "rule": _rule,
    "sns": _topic,
}
