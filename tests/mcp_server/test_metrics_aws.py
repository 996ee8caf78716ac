"""What AWS may answer to `get_metrics`: pages, parts, refusals, silence; and each call against botocore's model of the service."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.stub import ANY, Stubber
from hypothesis import given
from hypothesis import strategies as st

from guidance.advice.metrics import Query, Resource, Window, kinds, queries
from mcp_server.aws import sessions
from mcp_server.aws.cold_starts import ColdStarts, count_cold_starts
from mcp_server.aws.failures import CredentialsError, NotFoundError
from mcp_server.aws.metrics import read_series
from mcp_server.aws.resources import read_resource
from mcp_server.aws.sessions import Aws, aws
from mcp_server.aws.stacks import Stack, read_stack
from mcp_server.aws.targets import KINDS, Target, read_target
from mcp_server.errors import CallError
from mcp_server.observe import observe
from mcp_server.settings import settings
from mcp_server.tools import TOOLS, Caller
from tests.mcp_server.aws_account import KEYS, REGION, Fault, add_function
from tests.mcp_server.observed_account import Observed, observed

NOW = dt.datetime.now(tz=dt.UTC).replace(minute=0, second=0, microsecond=0)
WINDOW = Window(NOW - dt.timedelta(hours=3), NOW, 180)


@pytest.fixture(scope="module")
def server() -> Iterator[Observed]:
    with observed() as account:
        add_function(account)
        add_function(account, "mail")
        account.client("sqs").create_queue(QueueName="jobs")
        at = int(NOW.timestamp()) - 1800
        for name in ("orders", "mail"):
            account.metric("AWS/Lambda", "Invocations", {at: [1.0] * 5}, FunctionName=name)
        account.metric("AWS/SQS", "NumberOfMessagesSent", {at: [1.0] * 3}, QueueName="jobs")
        yield account


@pytest.fixture
def account(server: Observed, monkeypatch: pytest.MonkeyPatch) -> Observed:
    for name, value in {**KEYS, "AWS_ENDPOINT_URL": server.url}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("botocore.retries.standard.ExponentialBackoff.delay_amount", lambda *_: 0)
    server.faults.clear()
    server.calls.clear()
    return server


def call(*targets: str, **arguments: Any) -> Any:
    spec = next(spec for spec in TOOLS if spec.name == "get_metrics")
    validated = spec.arguments().model_validate({"targets": list(targets), **arguments})
    return spec.call(Caller(settings({})), {name: getattr(validated, name) for name in type(validated).model_fields})


def refused(*targets: str, **arguments: Any) -> str:
    with pytest.raises(CallError) as error:
        call(*targets, **arguments)
    assert "\n" not in str(error.value)
    assert len(str(error.value)) < 600
    return str(error.value)


@pytest.mark.parametrize(
    ("operation", "fault", "says"),
    [
        ("cloudwatch.GetMetricData", Fault("AccessDenied", "not authorized", 403), "The credentials may not use cloudwatch:GetMetricData in eu-west-1 (AWS_REGION): allow that action"),
        ("cloudwatch.GetMetricData", Fault("ThrottlingException", "slow down", 400), "AWS throttled cloudwatch:GetMetricData in eu-west-1 (AWS_REGION) after several tries"),
        ("cloudwatch.GetMetricData", Fault("InternalServiceFault", "oops", 500), "AWS failed at cloudwatch:GetMetricData in eu-west-1 (AWS_REGION) (InternalServiceFault), on its own side"),
        ("cloudwatch.GetMetricData", Fault("ExpiredToken", "expired", 403), "The AWS credentials have expired: run `aws sso login`"),
        ("cloudwatch.GetMetricData", Fault("cut"), "The answer to cloudwatch:GetMetricData was cut off in eu-west-1"),
        ("lambda.GetFunctionConfiguration", Fault("ExpiredTokenException", "expired", 403), "The AWS credentials have expired"),
        ("lambda.GetFunctionConfiguration", Fault("UnrecognizedClientException", "x", 403), "AWS does not know these credentials (UnrecognizedClientException) in eu-west-1"),
        ("lambda.GetFunctionConfiguration", Fault("InvalidSignatureException", "x", 403), "set this machine's clock"),
        ("lambda.GetFunctionConfiguration", Fault("TooManyRequestsException", "x", 429), "AWS throttled lambda:GetFunctionConfiguration"),
        ("lambda.GetFunctionConfiguration", Fault("ServiceException", "x", 500), "AWS failed at lambda:GetFunctionConfiguration"),
        ("lambda.GetFunctionConfiguration", Fault("cut"), "The answer to lambda:GetFunctionConfiguration was cut off"),
    ],
    ids=lambda each: each.code if isinstance(each, Fault) else None,
)  # fmt: skip
def test_every_failure_is_one_sentence_that_says_what_to_put_right(
    account: Observed, operation: str, fault: Fault, says: str
) -> None:
    account.faults[operation] = fault

    assert says in refused("lambda:orders")
    account.faults.clear()
    assert call("lambda:orders").targets[0].status == "ok"


def test_a_slow_answer_is_waited_for_only_so_long(account: Observed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "_clients", {})
    monkeypatch.setattr(
        sessions, "_CONFIG", Config(read_timeout=0.1, retries={"mode": "standard", "total_max_attempts": 2})
    )
    account.faults["cloudwatch.GetMetricData"] = Fault("hold")
    account.held.clear()
    try:
        assert "cloudwatch:GetMetricData had no answer in time in eu-west-1 (AWS_REGION)" in refused("lambda:orders")
    finally:
        account.held.set()


def test_without_credentials_it_says_how_to_get_some(account: Observed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")

    assert "No AWS credentials could be loaded: run `aws sso login`" in refused("lambda:orders", "sqs:jobs")


def test_a_region_that_is_none_offers_the_nearest(account: Observed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")

    said = refused("lambda:orders", region="eu-wst-1")

    assert "cannot be reached in eu-wst-1 (argument)" in said
    assert "did you mean eu-west-1" in said


def test_the_region_of_an_arn_counts_unless_another_is_named(account: Observed) -> None:
    result = call(f"arn:aws:lambda:{REGION}:123456789012:function:orders")

    assert result.targets[0].status == "ok"
    assert account.calls.count("sts.GetCallerIdentity") == 1


def test_what_may_not_be_described_still_has_its_metrics(account: Observed) -> None:
    account.faults["lambda.GetFunctionConfiguration"] = Fault("AccessDeniedException", "no", 403)

    result = call("lambda:orders")

    (target,) = result.targets
    assert target.status == "ok"
    assert next(each.sum for each in target.metrics if each.name == "Invocations") == 5
    assert "cost_usd" not in target.figures
    assert target.message is not None
    assert "allow that action in their IAM policy" in target.message
    assert "lambda:GetFunctionConfiguration" in target.message
    assert f"Warning: {target.message}" in result.text()


def test_one_target_that_fails_leaves_the_others(account: Observed) -> None:
    account.faults["sqs.GetQueueUrl"] = Fault("InternalError", "no", 500)

    result = call("lambda:orders", "sqs:jobs", "lambda:mail")

    assert [each.status for each in result.targets] == ["ok", "error", "ok"]
    assert "AWS failed at sqs:GetQueueUrl" in str(result.targets[1].message)
    assert "**jobs**: error. AWS failed at sqs:GetQueueUrl" in result.text()


def test_progress_is_told_and_a_call_can_be_cancelled(account: Observed) -> None:
    steps: list[tuple[float, str]] = []
    observe(
        settings({}), ["lambda:orders", "lambda:mail"], WINDOW, step=lambda done, doing: steps.append((done, doing))
    )

    assert [done for done, _ in steps] == sorted(done for done, _ in steps)
    assert "describing 2 resources" in [doing for _, doing in steps]

    def stop(done: float, _: str) -> None:
        if done > 0.5:
            raise KeyboardInterrupt

    account.calls.clear()
    with pytest.raises(KeyboardInterrupt):
        observe(settings({}), ["lambda:orders"], WINDOW, step=stop)
    assert "cloudwatch.GetMetricData" not in account.calls


@contextmanager
def stubbed(monkeypatch: pytest.MonkeyPatch, service: str) -> Iterator[tuple[Aws, Stubber]]:
    """botocore's own model of a service: a wrong parameter fails, whatever moto takes."""
    client = boto3.client(service, region_name=REGION, aws_access_key_id="k", aws_secret_access_key="s")  # type: ignore[call-overload]
    monkeypatch.setattr(Aws, "_client", lambda *_, **__: client)
    with Stubber(client) as stub:
        yield Aws(REGION, "argument"), stub


def result(number: int, *values: float, status: str = "Complete") -> dict[str, Any]:
    times = [WINDOW.start + dt.timedelta(minutes=3 * each) for each in range(len(values))]
    return {"Id": f"m{number}", "Label": "x", "Timestamps": times, "Values": list(values), "StatusCode": status}


def asked(number: int) -> list[Query]:
    return [
        Query(f"Metric{each}", "AWS/Lambda", (("FunctionName", "orders"),), "p99.9", whole=True)
        for each in range(number)
    ]


def test_pages_are_put_together_and_partial_answers_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = {
        "MetricDataQueries": ANY, "StartTime": WINDOW.previous, "EndTime": WINDOW.end, "ScanBy": "TimestampAscending",
    }  # fmt: skip
    with stubbed(monkeypatch, "cloudwatch") as (where, stub):
        message = {"Code": "MaxMetricsExceeded", "Value": "Only 10000 metrics\x1b[2J were looked at."}
        stub.add_response(
            "get_metric_data",
            {"MetricDataResults": [result(0, 1.0)], "NextToken": "t", "Messages": [message]},
            expected,
        )
        stub.add_response(
            "get_metric_data",
            {"MetricDataResults": [result(0, 9.0, 2.0), result(1, 5.0, status="PartialData")]},
            {**expected, "NextToken": "t"},
        )
        read = read_series(where, asked(2), WINDOW)

    assert [sorted(value for _, value in each.points) for each in read.series] == [[1.0, 2.0, 9.0], [5.0]]
    assert read.notes == [
        "CloudWatch: Only 10000 metrics\ufffd[2J were looked at.",
        "CloudWatch answered in part only for Metric1: their figures are too low. Try again.",
    ]  # fmt: skip


@pytest.mark.parametrize(("number", "calls"), [(0, 0), (1, 1), (500, 1), (501, 2), (1300, 3)])
def test_a_call_asks_for_five_hundred_series(monkeypatch: pytest.MonkeyPatch, number: int, calls: int) -> None:
    made: list[int] = []

    def pages(_: Aws, service: str, operation: str, **parameters: Any) -> Iterator[dict[str, Any]]:
        made.append(len(parameters["MetricDataQueries"]))
        yield {"MetricDataResults": [result(each, float(each)) for each in range(made[-1])]}

    monkeypatch.setattr(Aws, "pages", pages)
    read = read_series(Aws(REGION, "argument"), asked(number), WINDOW)

    assert len(made) == calls
    assert sum(made) == number
    assert max(made, default=0) <= 500
    assert [each.query.metric for each in read.series] == [f"Metric{each}" for each in range(number)]


def test_every_query_of_every_kind_is_one_that_cloudwatch_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    facts = {"durable": True, "lambda_insights": True}
    wanted = [
        query for kind in kinds() for query in queries(Resource(kind, "x", facts, (((kinds()[kind].dimension, "x"),),)))
    ]
    with stubbed(monkeypatch, "cloudwatch") as (where, stub):
        stub.add_response("get_metric_data", {"MetricDataResults": []})
        read = read_series(where, wanted, WINDOW)

    assert len(read.series) == len(wanted) > 100
    assert all(each.points == () for each in read.series)


def test_nested_stacks_are_followed_page_by_page(monkeypatch: pytest.MonkeyPatch) -> None:
    def resource(logical: str, kind: str, physical: str, status: str = "CREATE_COMPLETE") -> dict[str, Any]:
        return {
            "LogicalResourceId": logical, "ResourceType": kind, "PhysicalResourceId": physical, "ResourceStatus": status,
            "LastUpdatedTimestamp": NOW,
        }  # fmt: skip

    nested = "arn:aws:cloudformation:eu-west-1:123456789012:stack/shop-Inner-1/ab"
    gone = "arn:aws:cloudformation:eu-west-1:123456789012:stack/shop-Gone-1/ab"
    with stubbed(monkeypatch, "cloudformation") as (where, stub):
        stub.add_response(
            "list_stack_resources",
            {
                "StackResourceSummaries": [
                    resource("Api", "AWS::ApiGatewayV2::Api", "abc123defg"),
                    resource("Inner", "AWS::CloudFormation::Stack", nested),
                ],
                "NextToken": "t",
            },
            {"StackName": "shop"},
        )
        stub.add_response(
            "list_stack_resources",
            {
                "StackResourceSummaries": [
                    resource("Old", "AWS::Lambda::Function", "old", "DELETE_COMPLETE"),
                    resource("Net", "AWS::EC2::VPC", "vpc-1"),
                    resource("Gone", "AWS::CloudFormation::Stack", gone),
                ]
            },
            {"StackName": "shop", "NextToken": "t"},
        )
        stub.add_response(
            "list_stack_resources",
            {
                "StackResourceSummaries": [
                    resource("Jobs", "AWS::SQS::Queue", "https://sqs.eu-west-1.amazonaws.com/123456789012/jobs"),
                    resource("Role", "AWS::IAM::Role", "r"),
                ]
            },
            {"StackName": nested},
        )
        stub.add_client_error(
            "list_stack_resources",
            "ValidationError",
            f"Stack with id {gone} does not exist",
            400,
            expected_params={"StackName": gone},
        )
        stack = read_stack(where, read_target("stack:shop"))

    assert {target.text: logical for target, logical in stack.targets.items()} == {
        "httpapi:abc123defg": "Api",
        "sqs:jobs": "Inner.Jobs",
    }
    assert stack.unobserved == {"AWS::EC2::VPC": 1}  # fmt: skip


def test_what_moto_lacks_is_asked_for_as_the_service_wants_it(monkeypatch: pytest.MonkeyPatch) -> None:
    arn = "arn:aws:states:eu-west-1:123456789012:stateMachine:fulfil"
    described = {
        "stateMachineArn": arn,
        "name": "fulfil",
        "definition": "{}",
        "roleArn": "r",
        "type": "EXPRESS",
        "creationDate": NOW,
    }
    with stubbed(monkeypatch, "stepfunctions") as (where, stub):
        stub.add_response(
            "describe_state_machine", described, {"stateMachineArn": arn, "includedData": "METADATA_ONLY"}
        )
        machine = read_resource(where, read_target(arn))
    with stubbed(monkeypatch, "events") as (where, stub):
        stub.add_client_error(
            "describe_event_bus", "ResourceNotFoundException", "no", 400, expected_params={"Name": "shp"}
        )
        stub.add_response("list_event_buses", {"EventBuses": [{"Name": "shop"}]}, {"Limit": 100})
        with pytest.raises(NotFoundError, match="Did you mean shop"):
            read_resource(where, read_target("eventbus:shp"))
    with stubbed(monkeypatch, "dynamodb") as (where, stub):
        table = {"TableName": "things", "GlobalSecondaryIndexes": [{"IndexName": "by-day"}]}
        stub.add_response("describe_table", {"Table": table}, {"TableName": "things"})
        found = read_resource(where, read_target("dynamodb:things"))

    assert machine.facts["express"] is True
    assert machine.dimensions == ((("StateMachineArn", arn),),)
    assert [dict(each) for each in found.dimensions] == [
        {"TableName": "things"}, {"TableName": "things", "GlobalSecondaryIndexName": "by-day"},
    ]  # fmt: skip
    assert found.facts["on_demand"] is False


def test_a_web_socket_and_the_api_of_an_execute_arn_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    with stubbed(monkeypatch, "apigatewayv2") as (where, stub):
        api = {"ApiId": "abc123defg", "Name": "chat", "ProtocolType": "WEBSOCKET", "RouteSelectionExpression": "x"}
        stub.add_response("get_api", api, {"ApiId": "abc123defg"})
        found = read_resource(where, read_target("arn:aws:execute-api:eu-west-1:123456789012:abc123defg/prod/$connect"))

    assert (found.kind, found.name) == ("websocket", "chat")
    assert found.dimensions == ((("ApiId", "abc123defg"), ("Stage", "prod")),)


def test_clients_are_made_once_for_all_calls_and_threads(account: Observed) -> None:
    call("lambda:orders")
    made = dict(sessions._clients)
    for _ in range(3):
        call("lambda:orders", "lambda:mail", "sqs:jobs")

    assert all(sessions._clients[key] is client for key, client in made.items())
    assert {key[3] for key in sessions._clients if key in made} >= {"lambda", "cloudwatch"}


def test_a_target_is_equal_to_itself_and_keeps_its_text() -> None:
    for text in ("lambda:orders:live", "httpapi:abc123defg/prod", "restapi:My API", "sqs:jobs.fifo", "stack:shop"):
        assert read_target(text).text == text
        assert read_target(text) == read_target(f" {text} ")
    assert read_target("https://sqs.eu-west-1.amazonaws.com/123456789012/jobs") == Target("sqs", "jobs", region="eu-west-1", account="123456789012")  # fmt: skip


def test_an_error_of_credentials_lets_go_of_the_clients(account: Observed) -> None:
    where = aws(settings({}))
    account.faults["lambda.GetFunctionConfiguration"] = Fault("ExpiredTokenException", "x", 403)
    began = time.monotonic()
    with pytest.raises(CredentialsError):
        where.call("lambda", "GetFunctionConfiguration", FunctionName="orders")

    assert time.monotonic() >= began
    assert not any(key[: len(where._key)] == where._key for key in sessions._clients)


@given(
    st.one_of(
        st.text(max_size=300),
        st.sampled_from(KINDS).flatmap(lambda kind: st.text(max_size=60).map(lambda name: f"{kind}:{name}")),
    )
)
def test_any_text_is_a_target_or_refused_in_a_short_sentence(text: str) -> None:
    said = ""
    try:
        target = read_target(text)
    except CallError as error:
        said = str(error)
    if not said:
        assert target.kind in KINDS
        assert read_target(target.text) == target
        return
    assert said.startswith("target '")
    assert len(said) < 420
    assert not any(ord(char) < 32 or 0x7F <= ord(char) < 0xA0 for char in said)


def test_a_stack_beyond_two_hundred_resources_is_cut_and_says_so(
    account: Observed, monkeypatch: pytest.MonkeyPatch
) -> None:
    queues = {read_target(f"sqs:queue-{number}"): f"Queue{number}" for number in range(230)}
    monkeypatch.setattr("mcp_server.aws.stacks.read_stack", lambda *_: Stack("big", queues))
    monkeypatch.setattr(
        "mcp_server.aws.resources.read_resource",
        lambda _, target: Resource("sqs", target.name, {}, ((("QueueName", target.name),),)),
    )

    result = call("stack:big")

    assert len(result.targets) == 200
    assert any(note.startswith("30 resources more were left out: 200 are read at most.") for note in result.notes)
    assert account.calls.count("cloudwatch.GetMetricData") == 3  # 200 queues of six series each
    assert len(result.text().encode()) / 4 < 6000


def test_cold_starts_are_counted_where_several_functions_share_a_log_group(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mcp_server.aws.cold_starts.time.sleep", lambda _: None)
    row = [
        {"field": "invocations", "value": "90"},
        {"field": "cold0", "value": "9"},
        {"field": "cold1", "value": "0.0"},
    ]
    asked_for: dict[str, Any] = {
        "logGroupName": "/shared", "queryString": ANY, "startTime": int(WINDOW.start.timestamp()),
        "endTime": int(WINDOW.end.timestamp()) - 1,
    }  # fmt: skip
    with stubbed(monkeypatch, "logs") as (where, stub):
        stub.add_response("start_query", {"queryId": "q"}, asked_for)
        stub.add_response("get_query_results", {"status": "Running", "results": []}, {"queryId": "q"})
        stub.add_response(
            "get_query_results",
            {"status": "Complete", "results": [row], "statistics": {"bytesScanned": 3e6}},
            {"queryId": "q"},
        )
        found = count_cold_starts(where, "orders", "/shared", WINDOW)
        stub.add_response("start_query", {"queryId": "q"}, asked_for)
        stub.add_response("get_query_results", {"status": "Failed", "results": []}, {"queryId": "q"})
        failed = count_cold_starts(where, "orders", "/shared", WINDOW)
        monkeypatch.setattr("mcp_server.aws.cold_starts._SECONDS", 0.0)
        stub.add_response("start_query", {"queryId": "q"}, asked_for)
        stub.add_response("stop_query", {"success": True}, {"queryId": "q"})
        late = count_cold_starts(where, "orders", "/shared", WINDOW)
        stub.assert_no_pending_responses()

    assert found == ColdStarts(90, 9, 3.0)
    assert failed is None
    assert late is None
