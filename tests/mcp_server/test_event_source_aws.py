"""`recommend_event_source` against an account over HTTP: a deployed mapping is read, nothing is changed."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import Any

import boto3
import pytest
from botocore.stub import Stubber

from guidance.advice.event_source.model import Source
from mcp_server.aws import event_source_metrics, event_sources
from mcp_server.aws.sessions import Aws
from mcp_server.errors import CallError
from mcp_server.settings import settings
from mcp_server.tools import TOOLS, Caller
from tests.mcp_server.aws_account import REGION, Account, Fault

START = dt.datetime(2026, 11, 20, 8, tzinfo=dt.UTC)
CHANGING = ("Create", "Update", "Delete", "Put", "Set", "POST", "PUT", "DELETE")


@pytest.fixture(autouse=True)
def worker(account: Account) -> None:
    """The function whose mappings these tests read, beside the one of every account."""
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("app.py", "def handler(event, context): ...")
    account.client("lambda").create_function(
        FunctionName="worker", Runtime="python3.13", Role="arn:aws:iam::123456789012:role/role", Handler="app.handler",
        Code={"ZipFile": code.getvalue()}, MemorySize=1024, Timeout=20, Architectures=["arm64"],
    )  # fmt: skip
    account.calls.clear()


def add_mapping(account: Account, name: str = "orders", **more: Any) -> str:
    sqs = account.client("sqs")
    fifo = {"FifoQueue": "true"} if name.endswith(".fifo") else {}
    url = sqs.create_queue(QueueName=name, Attributes={"VisibilityTimeout": "25", **fifo})["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    found = account.client("lambda").create_event_source_mapping(
        FunctionName="worker", EventSourceArn=arn, BatchSize=10, **more
    )
    account.calls.clear()
    return str(found["UUID"])


def add_metrics(account: Account, minutes: int = 12) -> None:
    """So many minutes: 60 messages each in batches that grow, 50 ms and 10 ms a message; a few failures."""
    cloudwatch = account.client("cloudwatch")
    now = dt.datetime.now(tz=dt.UTC).replace(second=0, microsecond=0)
    for minute in range(minutes):
        at, size = now - dt.timedelta(minutes=minute + 2), 1 + minute % 6
        for namespace, metric, dimension, name, values in (
            ("AWS/SQS", "NumberOfMessagesSent", "QueueName", "orders", [60.0]),
            ("AWS/SQS", "ApproximateAgeOfOldestMessage", "QueueName", "orders", [4.0]),
            ("AWS/Lambda", "Invocations", "FunctionName", "worker", [1.0] * (60 // size)),
            ("AWS/Lambda", "Duration", "FunctionName", "worker", [50.0 + 10 * size]),
            ("AWS/Lambda", "Errors", "FunctionName", "worker", [1.0]),
        ):
            data = {"MetricName": metric, "Dimensions": [{"Name": dimension, "Value": name}], "Timestamp": at}
            cloudwatch.put_metric_data(Namespace=namespace, MetricData=[{**data, "Value": value} for value in values])
    account.calls.clear()


def call(**arguments: Any) -> Any:
    spec = next(each for each in TOOLS if each.name == "recommend_event_source")
    validated = spec.arguments().model_validate(arguments)
    return spec.call(Caller(settings({})), {name: getattr(validated, name) for name in type(validated).model_fields})


def refused(**arguments: Any) -> str:
    with pytest.raises(CallError) as error:
        call(**arguments)
    assert "\n" not in str(error.value)
    assert len(str(error.value)) < 600
    return str(error.value)


def test_a_deployed_mapping_is_read_with_its_queue_function_and_metrics(account: Account) -> None:
    uuid = add_mapping(account)
    add_metrics(account)

    result = call(mapping_uuid=uuid, constraints={"p95_latency_seconds": 5})

    said = " ".join(result.assumptions)
    assert result.source == "sqs"
    assert result.memory_mb == 1024
    assert result.queue["visibility_timeout_seconds"] >= 6 * 20
    assert {"short-visibility-timeout", "missing-dead-letter-queue"} <= {each.id for each in result.findings}
    assert "Batches take 50 ms plus 10 ms a message: by least squares over 12 minutes" in said
    assert f"mapping {uuid} of worker in eu-west-1 (AWS_REGION), metrics of the last 24 hours" in said
    assert "No failures were given" not in said
    assert result.policy["Statement"][0]["Resource"] == f"arn:aws:sqs:{REGION}:123456789012:orders"
    assert not [each for each in account.calls if each.split(".")[-1].startswith(CHANGING)]
    assert len(account.calls) <= 8


def test_a_function_with_one_mapping_is_enough_and_arguments_win(account: Account) -> None:
    add_mapping(account)
    add_metrics(account)
    given = {"base_ms": 5, "per_message_ms": 1, "timeout_seconds": 3}

    result = call(function_name="worker", function=given, current={"VisibilityTimeout": 600})

    assert result.queue["visibility_timeout_seconds"] == 18 + result.recommended["maximum_batching_window_seconds"]
    assert "short-visibility-timeout" not in {each.id for each in result.findings}
    assert not any("least squares" in each for each in result.assumptions)


def test_without_metrics_the_workload_is_asked_for(account: Account) -> None:
    uuid = add_mapping(account)

    assert "workload: say what arrives" in refused(mapping_uuid=uuid)
    assert call(mapping_uuid=uuid, workload={"messages_per_second": 1}).source == "sqs"


def test_a_fifo_queue_is_known_by_its_name(account: Account) -> None:
    uuid = add_mapping(account, "orders.fifo")

    assert call(mapping_uuid=uuid, workload={"messages_per_second": 1}).source == "sqs_fifo"
    assert "source: is sqs, but the mapping reads from sqs_fifo" in refused(mapping_uuid=uuid, source="sqs")


def test_several_mappings_are_told_apart_by_id(account: Account) -> None:
    first, second = add_mapping(account), add_mapping(account, "letters")
    said = refused(function_name="worker")

    assert "worker has 2 event source mappings: pass one as `mapping_uuid`: " in said
    assert f"{first} (orders)" in said
    assert f"{second} (letters)" in said


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"mapping_uuid": "12"}, "mapping_uuid: '12' is no id of a mapping"),
        ({"mapping_uuid": "00000000-0000-0000-0000-000000000000"}, "There is no event source mapping 00000000-"),
        ({"function_name": "worker"}, "worker has no event source mapping in eu-west-1"),
        ({"function_name": "wroker"}, "Did you mean worker"),
        ({"function_name": "a b"}, "is no function"),
    ],
)  # fmt: skip
def test_what_is_not_there_is_said(account: Account, arguments: dict[str, Any], says: str) -> None:
    assert says in refused(**arguments)


def test_what_may_not_be_read_is_named_or_done_without(account: Account) -> None:
    uuid = add_mapping(account)
    account.faults["cloudwatch.GetMetricData"] = Fault("AccessDenied", "not authorized", 403)
    result = call(mapping_uuid=uuid, workload={"messages_per_second": 1})

    assert result.recommended["batch_size"] >= 1
    assert "cloudwatch:GetMetricData" in refused(mapping_uuid=uuid)


# What moto does not have


def stubbed(service: str, monkeypatch: pytest.MonkeyPatch) -> tuple[Aws, Stubber]:
    client = boto3.client(  # type: ignore[call-overload]
        service, region_name=REGION, aws_access_key_id="key", aws_secret_access_key="secret"
    )
    monkeypatch.setattr(Aws, "_client", lambda *_, **__: client)
    return Aws(REGION, "test"), Stubber(client)


def test_open_shards_of_a_stream_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    arn = f"arn:aws:kinesis:{REGION}:123456789012:stream/clicks"
    where, stub = stubbed("kinesis", monkeypatch)
    summary = {
        "StreamName": "clicks", "StreamARN": arn, "StreamStatus": "ACTIVE", "RetentionPeriodHours": 48, "OpenShardCount": 7,
        "StreamCreationTimestamp": START, "EnhancedMonitoring": [],
    }  # fmt: skip
    stub.add_response("describe_stream_summary", {"StreamDescriptionSummary": summary}, {"StreamName": "clicks"})
    with stub:
        found = event_sources._of_source(where, Source.KINESIS, {"EventSourceArn": arn}, [])

    assert found == ({"message_retention_seconds": 172_800}, 7)


def test_closed_shards_of_a_table_do_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    arn = f"arn:aws:dynamodb:{REGION}:123456789012:table/orders/stream/2026-11-20T08:00:00.000"
    where, stub = stubbed("dynamodbstreams", monkeypatch)
    closed = {"StartingSequenceNumber": "1" * 21, "EndingSequenceNumber": "2" * 21}
    ranges = [closed, {"StartingSequenceNumber": "3" * 21}, closed, {"StartingSequenceNumber": "4" * 21}, {}]
    shards = [
        {"ShardId": "shardId-" + str(number) * 21, "SequenceNumberRange": each} for number, each in enumerate(ranges)
    ]
    stub.add_response("describe_stream", {"StreamDescription": {"Shards": shards}}, {"StreamArn": arn})
    with stub:
        assert event_sources._of_source(where, Source.DYNAMODB, {"EventSourceArn": arn}, []) == ({}, 3)


def test_partitions_are_asked_for_and_other_sources_refused() -> None:
    notes: list[str] = []

    assert event_sources._of_source(Aws(REGION, "test"), Source.MSK, {"EventSourceArn": "arn"}, notes) == ({}, None)
    assert "workload.lanes" in notes[0]
    assert event_sources._source({"SelfManagedEventSource": {}}) is Source.KAFKA
    with pytest.raises(CallError, match="The mapping reads from mq; settings are computed for"):
        event_sources._source({"EventSourceArn": f"arn:aws:mq:{REGION}:123456789012:broker:b:id"})


def test_durations_are_split_by_halves_where_batches_hardly_differ() -> None:
    minutes = [START + dt.timedelta(minutes=each) for each in range(20)]
    base, per, how = event_source_metrics._durations(
        dict.fromkeys(minutes, 10.0), dict.fromkeys(minutes, 80.0), dict.fromkeys(minutes, 40.0)
    )

    assert (base, per) == (40.0, 10.0)
    assert "by halves of 80 ms for 4 messages" in how
    assert event_source_metrics._durations({}, {}, {}) == (None, None, "")
