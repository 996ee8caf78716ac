"""A shop in the observed account: a stack of 30 resources, two days of metrics from a seed, and an incident in the last hours."""

from __future__ import annotations

import datetime as dt
import json
import math
import random
from dataclasses import dataclass, field
from typing import Any

from tests.mcp_server.aws_account import REGION, TRUST
from tests.mcp_server.observed_account import ACCOUNT_ID, STEP, Observed

NOW = dt.datetime.now(tz=dt.UTC).replace(minute=0, second=0, microsecond=0)
"""The end of the seed: the last full hour, as CloudWatch refuses nothing of it."""
HOURS = 48
INCIDENT_HOURS = 3
FUNCTIONS = (
    "orders", "checkout", "jobs-worker", "audit", "catalogue", "search", "basket", "prices", "stock", "mail", "invoices",
    "refunds", "reports", "login", "profile",
)  # fmt: skip
QUEUES = ("jobs-dlq", "mail-dlq", "jobs", "mail-queue")
TABLES, STREAMS, MACHINES = ("orders-table", "stock-table", "profiles"), ("clicks",), ("fulfil", "returns")


@dataclass
class Shop:
    """What was seeded besides the stack `shop`, and where."""

    account: Observed
    http_api: str = ""
    rest_api: str = "shop-admin"
    machines: dict[str, str] = field(default_factory=dict)
    """State machines' ARNs by name."""

    def values(
        self, namespace: str, name: str, of: dict[str, str], hours: float = 24, before: float = 0
    ) -> list[float]:
        """The samples of the last hours; `before`: so many hours earlier."""
        end = NOW.timestamp() - before * 3600
        return self.account.values(f"AWS/{namespace}", name, end - hours * 3600, end, **of)


def template() -> dict[str, Any]:
    """The stack: 15 functions, 4 queues, 3 tables, a stream, 2 state machines, a bus, a rule, a topic, a REST API."""
    role = f"arn:aws:iam::{ACCOUNT_ID}:role/role"
    resources: dict[str, Any] = {}

    def add(name: str, kind: str, **properties: Any) -> None:
        logical = "".join(word.capitalize() for word in name.split("-"))
        resources[logical] = {"Type": f"AWS::{kind}", "Properties": properties}

    for name in FUNCTIONS:
        add(
            name, "Lambda::Function", FunctionName=name, Runtime="python3.13", Handler="app.handler", Role=role,
            Code={"ZipFile": "def handler(event, context): ..."}, MemorySize=512, Timeout=10, Architectures=["arm64"],
        )  # fmt: skip
    for name in QUEUES:
        dead = f"arn:aws:sqs:{REGION}:{ACCOUNT_ID}:{name.split('-')[0]}-dlq"
        redrive = {} if name.endswith("dlq") else {"RedrivePolicy": {"deadLetterTargetArn": dead, "maxReceiveCount": 5}}
        add(
            name,
            "SQS::Queue",
            QueueName=name,
            VisibilityTimeout=60,
            MessageRetentionPeriod=14_400 if name == "jobs" else 345_600,
            **redrive,
        )
    for name in TABLES:
        add(
            name, "DynamoDB::Table", TableName=name, BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        )  # fmt: skip
    add("clicks", "Kinesis::Stream", Name="clicks", ShardCount=2)
    states = json.dumps({"StartAt": "A", "States": {"A": {"Type": "Pass", "End": True}}})
    for name in MACHINES:
        add(name, "StepFunctions::StateMachine", StateMachineName=name, DefinitionString=states, RoleArn=role)
    add("shop-bus", "Events::EventBus", Name="shop-bus")
    add("nightly", "Events::Rule", Name="nightly", ScheduleExpression="rate(1 day)")
    add("notices", "SNS::Topic", TopicName="notices")
    add("shop-admin", "ApiGateway::RestApi", Name="shop-admin")
    add("logs", "Logs::LogGroup", LogGroupName="/shop")
    return {"Resources": resources}


def seed_shop(account: Observed) -> Shop:
    """Make the stack, then two days of metrics."""
    account.client("iam").create_role(RoleName="role", AssumeRolePolicyDocument=json.dumps(TRUST))
    account.client("cloudformation").create_stack(StackName="shop", TemplateBody=json.dumps(template()))
    account.client("lambda").put_function_concurrency(FunctionName="orders", ReservedConcurrentExecutions=20)
    for name in ("paid", "shipped"):
        pattern = json.dumps({"source": [name]})
        account.client("events").put_rule(Name=name, EventBusName="shop-bus", EventPattern=pattern)
    shop = Shop(account)
    shop.http_api = account.client("apigatewayv2").create_api(Name="shop-api", ProtocolType="HTTP")["ApiId"]
    machines = account.client("stepfunctions").list_state_machines()["stateMachines"]
    shop.machines = {each["name"]: each["stateMachineArn"] for each in machines}
    seed_metrics(shop)
    account.calls.clear()
    return shop


def seed_metrics(shop: Shop) -> None:
    """Two days, a sample set every five minutes; the last hours have the incident."""
    end = int(NOW.timestamp())
    for at in range(end - HOURS * 3600, end, STEP):
        bad = at >= end - INCIDENT_HOURS * 3600
        dice = random.Random(at)
        for number, name in enumerate(FUNCTIONS):
            _function(shop, at, dice, name, number, bad=bad)
        _queues(shop, at, dice, bad=bad)
        _apis(shop, at, dice, bad=bad)
        _others(shop, at, dice, bad=bad)


def _put(shop: Shop, at: int, namespace: str, name: str, values: list[float], **dimensions: str) -> None:
    shop.account.metric(f"AWS/{namespace}", name, {at: values}, **dimensions)


def _function(shop: Shop, at: int, dice: random.Random, name: str, number: int, *, bad: bool) -> None:
    if name == "reports":
        return  # it exists, and does nothing
    runs = 6 + int(4 * (1 + math.sin(at / 86_400 * 2 * math.pi))) + number % 3
    hit = bad and name == "orders"
    slow = 8.0 if bad and name == "checkout" else 1.0
    durations = [dice.lognormvariate(math.log(60 * slow), 0.5) for _ in range(runs)]
    of = {"FunctionName": name}
    _put(shop, at, "Lambda", "Invocations", [1.0] * runs, **of)
    _put(shop, at, "Lambda", "Duration", durations, **of)
    _put(shop, at, "Lambda", "Errors", [float(hit and each % 8 == 0) for each in range(runs)], **of)
    _put(shop, at, "Lambda", "Throttles", [float(hit)] * (30 if hit else runs), **of)
    _put(shop, at, "Lambda", "ConcurrentExecutions", [20.0 if hit else float(dice.randint(1, 5))], **of)
    if name == "audit":
        _put(shop, at, "Lambda", "IteratorAge", [900_000.0 if bad else 400.0], **of)


def _queues(shop: Shop, at: int, dice: random.Random, *, bad: bool) -> None:
    behind = max(0, at - int(NOW.timestamp()) + INCIDENT_HOURS * 3600)
    for name, sent in (("jobs", 40), ("mail-queue", 5)):
        stuck = bad and name == "jobs"
        of = {"QueueName": name}
        _put(shop, at, "SQS", "NumberOfMessagesSent", [1.0] * sent, **of)
        _put(shop, at, "SQS", "NumberOfMessagesReceived", [1.0] * (30 if stuck else sent), **of)
        _put(shop, at, "SQS", "NumberOfMessagesDeleted", [1.0] * (10 if stuck else sent), **of)
        waiting = behind / STEP * 30 if stuck else float(dice.randint(0, 3))
        _put(shop, at, "SQS", "ApproximateNumberOfMessagesVisible", [waiting], **of)
        _put(shop, at, "SQS", "ApproximateAgeOfOldestMessage", [float(behind) if stuck else 1.0], **of)
    _put(shop, at, "SQS", "ApproximateNumberOfMessagesVisible", [17.0 if bad else 0.0], QueueName="jobs-dlq")
    _put(shop, at, "SQS", "ApproximateAgeOfOldestMessage", [60.0 if bad else 0.0], QueueName="jobs-dlq")


def _apis(shop: Shop, at: int, dice: random.Random, *, bad: bool) -> None:
    for dimension, name, server, client in (
        ("ApiId", shop.http_api, "5xx", "4xx"),
        ("ApiName", shop.rest_api, "5XXError", "4XXError"),
    ):
        of = {dimension: name}
        latency = [dice.lognormvariate(math.log(700 if bad else 90), 0.4) for _ in range(12)]
        _put(shop, at, "ApiGateway", "Count", [1.0] * 12, **of)
        _put(shop, at, "ApiGateway", "Latency", latency, **of)
        _put(shop, at, "ApiGateway", "IntegrationLatency", [0.9 * each for each in latency], **of)
        _put(shop, at, "ApiGateway", server, [float(bad and each == 0) for each in range(12)], **of)
        _put(shop, at, "ApiGateway", client, [float(each == 1 and at % 1800 == 0) for each in range(12)], **of)


def _others(shop: Shop, at: int, dice: random.Random, *, bad: bool) -> None:
    for name in TABLES:
        _put(shop, at, "DynamoDB", "ConsumedReadCapacityUnits", [0.5] * 30, TableName=name)
        _put(shop, at, "DynamoDB", "ConsumedWriteCapacityUnits", [1.0] * 10, TableName=name)
    if bad:
        _put(shop, at, "DynamoDB", "WriteThrottleEvents", [1.0, 1.0], TableName="orders-table")
    _put(shop, at, "Kinesis", "IncomingRecords", [50.0], StreamName="clicks")
    _put(shop, at, "Kinesis", "IncomingBytes", [25_000.0], StreamName="clicks")
    _put(shop, at, "Kinesis", "GetRecords.IteratorAgeMilliseconds", [900_000.0 if bad else 300.0], StreamName="clicks")
    for name, arn in shop.machines.items():
        failed = bad and name == "fulfil" and at % 1200 == 0
        _put(shop, at, "States", "ExecutionsStarted", [1.0], StateMachineArn=arn)
        _put(shop, at, "States", "ExecutionsFailed" if failed else "ExecutionsSucceeded", [1.0], StateMachineArn=arn)
        _put(shop, at, "States", "ExecutionTime", [dice.uniform(400, 900)], StateMachineArn=arn)
    for rule in ("paid", "shipped"):
        _put(shop, at, "Events", "MatchedEvents", [1.0] * 4, EventBusName="shop-bus", RuleName=rule)
        _put(shop, at, "Events", "Invocations", [1.0] * 4, EventBusName="shop-bus", RuleName=rule)
    _put(shop, at, "Events", "Invocations", [1.0], RuleName="nightly")
    _put(shop, at, "SNS", "NumberOfMessagesPublished", [1.0, 1.0], TopicName="notices")
