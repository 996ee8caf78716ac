"""Six incidents, each planted in an account of its own making: what is deployed, hours of metrics, and what the logs said."""

from __future__ import annotations

import datetime as dt
import json
import math
import random
from collections.abc import Callable
from typing import Any

from tests.mcp_server.aws_account import REGION, add_function
from tests.mcp_server.observed_account import ACCOUNT_ID, STEP, Observed

NOW = dt.datetime.now(tz=dt.UTC).replace(minute=0, second=0, microsecond=0)
BEGAN = NOW - dt.timedelta(minutes=80)
"""When each incident began: within the three hours that are looked at."""
WINDOW = {"start": "-3h", "end": f"{NOW:%Y-%m-%dT%H:%M:%SZ}"}
_HOURS = 6
_REQUEST = "5b866fb1-0000-4000-8000-{:012d}"


def function(account: Observed, name: str, *, modified: dt.datetime | None = None, **more: Any) -> None:
    """A function that was deployed long ago, unless `modified` says otherwise."""
    add_function(account, name, **more)
    changed = modified or NOW - dt.timedelta(days=40)
    account.configuration[name] = {"LastModified": f"{changed:%Y-%m-%dT%H:%M:%S}.000+0000"}


def metrics(
    account: Observed,
    name: str,
    *,
    bad: Callable[[float], dict[str, list[float]]] = lambda _: {},
    milliseconds: float = 80,
) -> None:
    """Hours of an ordinary function; `bad` replaces samples by metric, given the seconds since the incident began."""
    end = int(NOW.timestamp())
    for at in range(end - _HOURS * 3600, end, STEP):
        dice = random.Random(f"{name}{at}")
        runs = 14 + dice.randint(0, 3)
        samples = {
            "Invocations": [1.0] * runs,
            "Errors": [0.0] * runs,
            "Throttles": [0.0] * runs,
            "Duration": [milliseconds * dice.lognormvariate(0, 0.25) for _ in range(runs)],
            "ConcurrentExecutions": [float(dice.randint(1, 4))],
        }
        since = at - BEGAN.timestamp()
        for metric, values in {**samples, **(bad(since) if since >= 0 else {})}.items():
            account.metric("AWS/Lambda", metric, {at: values}, FunctionName=name)


def logged(account: Observed, name: str, lines: list[tuple[dt.datetime, str]], group: str | None = None) -> None:
    """Lines in a function's log."""
    logs, named = account.client("logs"), group or f"/aws/lambda/{name}"
    if not logs.describe_log_groups(logGroupNamePrefix=named)["logGroups"]:
        logs.create_log_group(logGroupName=named)
        logs.put_retention_policy(logGroupName=named, retentionInDays=30)
        logs.create_log_stream(logGroupName=named, logStreamName="2026/11/27/[3]ab")
    events = [{"timestamp": int(at.timestamp() * 1000), "message": text} for at, text in sorted(lines)]
    logs.put_log_events(logGroupName=named, logStreamName="2026/11/27/[3]ab", logEvents=events)


def report(number: int, *, used: int = 90, memory: int = 512, init: float | None = None, status: str = "") -> str:
    """A report line."""
    more = (f"Init Duration: {init:.2f} ms\t" if init else "") + status
    return (
        f"REPORT RequestId: {_REQUEST.format(number)}\tDuration: 81.20 ms\tBilled Duration: 82 ms\tMemory Size: {memory} MB\t"
        f"Max Memory Used: {used} MB\t{more}"
    )


def every(minutes: float, text: Callable[[int], str], *, start: dt.datetime = BEGAN) -> list[tuple[dt.datetime, str]]:
    """A line each so many minutes, until now."""
    number = math.floor((NOW - start).total_seconds() / 60 / minutes)
    return [(start + dt.timedelta(minutes=minutes * each), text(each)) for each in range(number)]


def throttling(account: Observed, name: str) -> None:
    function(account, name)
    account.client("lambda").put_function_concurrency(FunctionName=name, ReservedConcurrentExecutions=20)
    metrics(account, name, bad=lambda _: {"Throttles": [1.0] * 40, "ConcurrentExecutions": [20.0]})


def poison_record(account: Observed, name: str) -> None:
    function(account, name)
    kinesis = account.client("kinesis")
    kinesis.create_stream(StreamName=f"{name}-clicks", ShardCount=4)
    account.client("lambda").create_event_source_mapping(
        FunctionName=name, EventSourceArn=f"arn:aws:kinesis:{REGION}:{ACCOUNT_ID}:stream/{name}-clicks", BatchSize=100,
        StartingPosition="TRIM_HORIZON",
    )  # fmt: skip
    metrics(
        account, name,
        bad=lambda since: {"Errors": [1.0] * 5 + [0.0] * 10, "IteratorAge": [1000 * since + 400, 300.0]},
    )  # fmt: skip
    logged(account, name, every(2, lambda number: f"[ERROR] KeyError: 'sku'\nTraceback (most recent call last):\n  File \"/var/task/app.py\", line 12, in handler\n{number}"))  # fmt: skip


def short_visibility(account: Observed, name: str) -> None:
    function(account, name, Timeout=60)
    queue(account, f"{name}-jobs", visibility=20)
    mapping(account, name, f"{name}-jobs")
    metrics(account, name, milliseconds=26_000)
    sqs(account, f"{name}-jobs", received=20, deleted=9)


def cold_after_deployment(account: Observed, name: str) -> None:
    function(account, name, modified=BEGAN)
    metrics(account, name)
    before = BEGAN - dt.timedelta(minutes=90)
    lines = every(60, lambda number: report(number, init=310.0), start=before)[:1]
    lines += every(2, lambda number: report(100 + number, init=2400.0 + number))[:12]
    logged(account, name, lines + every(3, lambda number: report(200 + number)))


def out_of_memory(account: Observed, name: str) -> None:
    function(account, name, MemorySize=256)
    metrics(account, name, bad=lambda _: {"Errors": [1.0] * 3 + [0.0] * 12})
    logged(account, name, every(2, lambda number: f"RequestId: {_REQUEST.format(number)} Error: Runtime exited with error: signal: killed\nRuntime.ExitError")
        + every(2, lambda number: report(number, used=256, memory=256, status="Status: error\tError Type: Runtime.ExitError")))  # fmt: skip


def slow_downstream(account: Observed, name: str) -> None:
    function(account, name)
    metrics(
        account, name,
        bad=lambda since: {"Duration": [1400 + since % 97 + 10 * each for each in range(15)], "Errors": [1.0] + [0.0] * 14},
    )  # fmt: skip
    logged(account, name, every(4, lambda number: f'[ERROR] ReadTimeoutError: Read timed out on endpoint URL: "https://prices.example.com/{number}"\nTraceback (most recent call last):\n  File "/var/task/prices.py", line 31, in lookup'))  # fmt: skip


def healthy(account: Observed, name: str) -> None:
    """Everything the incidents have, and none of them: deployed today, a stream, a queue, ordinary logs, a cold start an hour."""
    function(account, name, modified=BEGAN)
    account.client("kinesis").create_stream(StreamName=f"{name}-clicks", ShardCount=2)
    account.client("lambda").create_event_source_mapping(
        FunctionName=name, EventSourceArn=f"arn:aws:kinesis:{REGION}:{ACCOUNT_ID}:stream/{name}-clicks", BatchSize=100,
        StartingPosition="TRIM_HORIZON",
    )  # fmt: skip
    queue(account, f"{name}-jobs", visibility=180)
    mapping(account, name, f"{name}-jobs")
    metrics(account, name, bad=lambda _: {"IteratorAge": [300.0, 900.0]})
    sqs(account, f"{name}-jobs", received=10, deleted=10)
    start = NOW - dt.timedelta(hours=3)
    logged(account, name, every(5, lambda number: f'{{"level":"INFO","message":"no error in {number}"}}', start=start)
        + every(5, lambda number: report(number, init=220.0 if number % 12 == 0 else None), start=start))  # fmt: skip


INCIDENTS = {
    "throttled": throttling,
    "poison-record": poison_record,
    "short-visibility": short_visibility,
    "cold-after-deployment": cold_after_deployment,
    "out-of-memory": out_of_memory,
    "slow-downstream": slow_downstream,
}
"""By the id of the cause."""


def queue(account: Observed, name: str, *, visibility: int) -> None:
    client = account.client("sqs")
    dead = client.create_queue(QueueName=f"{name}-dlq")["QueueUrl"]
    arn = client.get_queue_attributes(QueueUrl=dead, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    redrive = json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": 5})
    client.create_queue(QueueName=name, Attributes={"VisibilityTimeout": str(visibility), "RedrivePolicy": redrive})


def mapping(account: Observed, name: str, source: str) -> str:
    arn = f"arn:aws:sqs:{REGION}:{ACCOUNT_ID}:{source}"
    made: str = account.client("lambda").create_event_source_mapping(
        FunctionName=name, EventSourceArn=arn, BatchSize=10
    )["UUID"]
    return made


def sqs(account: Observed, name: str, *, received: int, deleted: int) -> None:
    end = int(NOW.timestamp())
    for at in range(end - _HOURS * 3600, end, STEP):
        for metric, number in (("Sent", deleted), ("Received", received), ("Deleted", deleted)):
            account.metric("AWS/SQS", f"NumberOfMessages{metric}", {at: [1.0] * number}, QueueName=name)
        account.metric("AWS/SQS", "ApproximateNumberOfMessagesVisible", {at: [2.0]}, QueueName=name)
        account.metric("AWS/SQS", "ApproximateAgeOfOldestMessage", {at: [5.0]}, QueueName=name)
