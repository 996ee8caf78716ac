"""`recommend_memory` and `tune_memory` against an account over HTTP: what is read, what goes wrong, what is restored."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import json
import os
import signal
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.stub import Stubber
from werkzeug.wrappers import Response

from mcp_server.aws import function_logs, measured
from mcp_server.aws.failures import AwsError, action_of
from mcp_server.aws.functions import target
from mcp_server.aws.sessions import Aws, aws
from mcp_server.aws.tuning import ALIAS
from mcp_server.errors import CallError
from mcp_server.settings import SettingsError, settings
from mcp_server.tools import TOOLS, Caller
from tests.conftest import ROOT
from tests.mcp_server.aws_account import KEYS, REGION, Account, Fault, running

STREAM = "2026/10/08/[$LATEST]ab12"
TRUST = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}],
}


@pytest.fixture(scope="module")
def server() -> Iterator[Account]:
    with running() as account:
        yield account


@pytest.fixture
def account(server: Account, monkeypatch: pytest.MonkeyPatch) -> Account:
    import urllib.request

    for name, value in {**KEYS, "AWS_ENDPOINT_URL": server.url}.items():
        monkeypatch.setenv(name, value)
    server.faults.clear()
    urllib.request.urlopen(urllib.request.Request(f"{server.url}/moto-api/reset", method="POST")).close()
    fresh = Account()
    server.duration, server.fails_below, server.on_invoke = fresh.duration, 0, None
    server.invoked.clear()
    add_function(server)
    server.calls.clear()
    return server


def add_function(account: Account, name: str = "orders", **more: Any) -> None:
    iam = account.client("iam")
    with contextlib.suppress(iam.exceptions.EntityAlreadyExistsException):
        iam.create_role(RoleName="role", AssumeRolePolicyDocument=json.dumps(TRUST))
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("app.py", "def handler(event, context): ...")
    account.client("lambda").create_function(
        **{
            "FunctionName": name, "Runtime": "python3.13", "Role": "arn:aws:iam::123456789012:role/role", "Handler": "app.handler",
            "Code": {"ZipFile": code.getvalue()}, "MemorySize": 512, "Timeout": 30, "Architectures": ["arm64"], **more,
        }
    )  # fmt: skip


def add_logs(
    account: Account,
    sizes: dict[int, float],
    each: int = 40,
    days_ago: float = 3,
    group: str = "/aws/lambda/orders",
    stream: str = STREAM,
) -> None:
    """Warm report lines at each size, with a cold one before them."""
    logs = account.client("logs")
    with contextlib.suppress(logs.exceptions.ResourceAlreadyExistsException):
        logs.create_log_group(logGroupName=group)
    with contextlib.suppress(logs.exceptions.ResourceAlreadyExistsException):
        logs.create_log_stream(logGroupName=group, logStreamName=stream)
    start = int((time.time() - days_ago * 86_400) * 1000)
    events: list[dict[str, Any]] = [
        {
            "timestamp": start + number * 1000,
            "message": f"REPORT RequestId: {mb}-{number}\tDuration: {ms * (1 + number % 5 / 100):.2f} ms\tBilled Duration: 1 ms\t"
            f"Memory Size: {mb} MB\tMax Memory Used: 90 MB\t" + ("" if number else "Init Duration: 200.00 ms\t"),
        }
        for mb, ms in sizes.items()
        for number in range(each + 1)
    ]  # fmt: skip
    logs.put_log_events(
        logGroupName=group, logStreamName=stream, logEvents=sorted(events, key=lambda event: event["timestamp"])
    )


def add_metric(
    account: Account, namespace: str, metric: str, dimension: str, values: list[float], days_ago: float = 2
) -> None:
    at = dt.datetime.now(tz=dt.UTC) - dt.timedelta(days=days_ago)
    account.client("cloudwatch").put_metric_data(
        Namespace=namespace,
        MetricData=[{"MetricName": metric, "Dimensions": [{"Name": dimension, "Value": "orders"}], "Timestamp": at, "Value": value} for value in values],
    )  # fmt: skip


def call(tool: str, **arguments: Any) -> Any:
    spec = next(spec for spec in TOOLS if spec.name == tool)
    validated = spec.arguments().model_validate(arguments)
    caller = Caller(settings({"allow_write": True}))
    return spec.call(caller, {name: getattr(validated, name) for name in type(validated).model_fields})


def refused(tool: str = "recommend_memory", **arguments: Any) -> str:
    with pytest.raises(CallError) as error:
        call(tool, **{"function_name": "orders", **arguments})
    assert "\n" not in str(error.value)
    assert len(str(error.value)) < 600
    return str(error.value)


def test_a_deployed_function_is_read_from_its_logs_and_metrics(account: Account) -> None:
    add_logs(account, {512: 400.0, 1024: 205.0})
    add_metric(account, "AWS/Lambda", "Invocations", "FunctionName", [6_000_000.0, 1_000_000.0])
    account.calls.clear()

    result = call("recommend_memory", function_name="orders")

    ran = {each.memory_mb: each.duration_ms for each in result.candidates if each.basis == "measured"}
    assert ran == {512: pytest.approx(408, rel=0.01), 1024: pytest.approx(209, rel=0.01)}
    assert result.architecture == "arm64"
    assert result.sources[0] == "orders in eu-west-1 (AWS_REGION), the last 14 days by Logs Insights (0.0 MB scanned)"
    assert "prices of eu-west-1" in result.sources[1]
    assert "2 cold starts were left out: initialisation is another question than memory." in result.warnings
    assert not any("maximum memory used" in warning for warning in result.warnings)
    per_month = {each.memory_mb: each.monthly_usd / each.cost_per_million_usd for each in result.candidates}
    assert per_month[512] == pytest.approx(15.0, rel=0.01)  # 7 million in 14 days are 15 million a month
    assert result.about.current_mb == 512
    assert (result.power_tuning_input or {}).get("lambdaARN", account).endswith(":function:orders")
    assert len(account.calls) <= 12


def test_cpu_time_of_lambda_insights_lets_one_size_be_enough(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    add_logs(account, {512: 400.0})
    without = call("recommend_memory", function_name="orders")
    add_metric(account, "LambdaInsights", "cpu_total_time", "function_name", [110.0] * 20)
    add_metric(account, "LambdaInsights", "used_memory_max", "function_name", [140.0])
    changed = call(
        "recommend_memory", function_name="orders"
    )  # it counts since the last change, and the function is new
    monkeypatch.setattr("mcp_server.aws.functions._time", lambda _: None)
    known = call("recommend_memory", function_name="orders")

    metrics = function_metrics(account)
    assert (metrics.cpu_ms, metrics.cpu_samples, metrics.max_memory_used_mb) == (110.0, 20, 140.0)
    assert [without.status, changed.status, known.status] == ["measure_more", "measure_more", "recommended"]
    assert known.candidates != without.candidates


def function_metrics(account: Account) -> Any:
    from mcp_server.aws.function_metrics import read_metrics

    end = dt.datetime.now(tz=dt.UTC) + dt.timedelta(hours=1)
    return read_metrics(aws(settings({})), "orders", end - dt.timedelta(days=14), end, None)


def test_a_function_that_hardly_runs_is_looked_back_at_further(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(measured, "WINDOWS", (2, 30))  # events of more than 14 days ago are not taken
    add_logs(account, {512: 400.0, 1769: 120.0}, days_ago=10)

    assert "the last 30 days" in call("recommend_memory", function_name="orders").sources[0]


def test_a_shared_log_group_gives_the_function_its_own_lines(account: Account) -> None:
    add_logs(account, {512: 400.0, 1769: 120.0}, group="/shared", stream="2026/10/08/orders[$LATEST]ab12")
    add_logs(account, {3008: 7.0}, group="/shared", stream="2026/10/08/mail[$LATEST]cd34")
    end = dt.datetime.now(tz=dt.UTC)

    for fault in ({}, {"logs.StartQuery": Fault("AccessDeniedException")}):
        account.faults.update(fault)
        logs = function_logs.read_logs(aws(settings({})), "/shared", end - dt.timedelta(days=14), end)
        assert logs is not None
        assert [each.memory_mb for each in logs.report.measurements("orders")] == [512, 1769]


def test_without_permission_for_queries_the_events_are_read(account: Account) -> None:
    add_logs(account, {512: 400.0, 1769: 120.0}, each=30)
    account.faults["logs.StartQuery"] = Fault("AccessDeniedException", "no")

    result = call("recommend_memory", function_name="orders")

    assert "by FilterLogEvents" in result.sources[0]
    assert {each.memory_mb for each in result.candidates if each.basis == "measured"} == {512, 1769}


def test_a_version_of_another_size_that_does_not_run_is_named(account: Account) -> None:
    add_logs(account, {512: 400.0})
    client = account.client("lambda")
    client.update_function_configuration(FunctionName="orders", MemorySize=1024)
    client.publish_version(FunctionName="orders")
    client.update_function_configuration(FunctionName="orders", MemorySize=512)

    warnings = call("recommend_memory", function_name="orders").warnings

    assert any(
        "Version 1 has 1,024 MB but did not run: invoking orders:1 measures that size" in each for each in warnings
    )


def test_measurements_add_up_with_what_is_deployed(account: Account) -> None:
    add_logs(account, {512: 400.0})

    result = call(
        "recommend_memory", function_name="orders", measurements=[{"memory_mb": 1769, "duration_ms": 118, "n": 40}]
    )

    assert [each.memory_mb for each in result.candidates if each.basis == "measured"] == [512, 1769]
    assert result.sources[0] == "1 measurement given"


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        (("lambda.GetFunctionConfiguration", Fault("AccessDeniedException", "User: arn:aws:iam::123456789012:user/me is not authorized to perform: lambda:GetFunctionConfiguration on resource: arn:aws:lambda:eu-west-1:123456789012:function:orders because no identity-based policy allows it", 403)), "may not use lambda:GetFunctionConfiguration on arn:aws:lambda:eu-west-1:123456789012:function:orders in eu-west-1 (AWS_REGION): allow that action"),
        (("lambda.GetFunctionConfiguration", Fault("ExpiredTokenException", "expired", 403)), "The AWS credentials have expired: run `aws sso login`"),
        (("lambda.GetFunctionConfiguration", Fault("UnrecognizedClientException", "x", 403)), "AWS does not know these credentials (UnrecognizedClientException) in eu-west-1"),
        (("lambda.GetFunctionConfiguration", Fault("InvalidSignatureException", "x", 403)), "set this machine's clock"),
        (("lambda.GetFunctionConfiguration", Fault("TooManyRequestsException", "x", 429)), "AWS throttled lambda:GetFunctionConfiguration in eu-west-1 (AWS_REGION) after several tries"),
        (("lambda.GetFunctionConfiguration", Fault("ServiceException", "x", 500)), "AWS failed at lambda:GetFunctionConfiguration in eu-west-1 (AWS_REGION) (ServiceException), on its own side"),
        (("lambda.GetFunctionConfiguration", Fault("InvalidParameterValueException", "odd\n<b>text</b>")), "AWS refused lambda:GetFunctionConfiguration in eu-west-1 (AWS_REGION) (InvalidParameterValueException): odd <b>text</b>"),
    ],
    ids=lambda each: each[1].code if isinstance(each, tuple) else "",
)  # fmt: skip
def test_every_refusal_of_aws_is_one_sentence_that_says_what_to_put_right(
    account: Account, monkeypatch: pytest.MonkeyPatch, fault: tuple[str, Fault], says: str
) -> None:
    monkeypatch.setattr("botocore.retries.standard.ExponentialBackoff.delay_amount", lambda *_: 0)
    account.faults[fault[0]] = fault[1]

    assert says in refused()


def test_throttling_that_passes_is_not_seen(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("botocore.retries.standard.ExponentialBackoff.delay_amount", lambda *_: 0)
    add_logs(account, {512: 400.0, 1769: 120.0})
    account.faults["logs.GetQueryResults"] = Fault("ThrottlingException", "slow down", times=2)

    assert call("recommend_memory", function_name="orders").status == "recommended"


def test_missing_metrics_cost_only_the_monthly_figures(account: Account) -> None:
    add_logs(account, {512: 400.0, 1769: 120.0})
    account.faults["cloudwatch.GetMetricData"] = Fault("AccessDeniedException", "no", 403)

    result = call("recommend_memory", function_name="orders")

    assert result.saving_usd is None
    assert any("may not use cloudwatch:GetMetricData" in warning for warning in result.warnings)


def test_logs_that_nobody_may_read_name_the_first_choice(account: Account) -> None:
    add_logs(account, {512: 400.0})
    account.faults["logs.StartQuery"] = account.faults["logs.FilterLogEvents"] = Fault("AccessDeniedException", "no")

    assert "may not use logs:StartQuery" in refused()


def test_no_data_is_told_apart(account: Account) -> None:
    assert "the log group /aws/lambda/orders does not exist and CloudWatch counts none" in refused()
    add_metric(account, "AWS/Lambda", "Invocations", "FunctionName", [50.0])
    assert "orders ran 50 times, but there is no log group /aws/lambda/orders: its role may lack" in refused()
    account.client("logs").create_log_group(logGroupName="/aws/lambda/orders")
    assert "has no report lines: with the JSON log format set the system log level to INFO" in refused()


def test_a_mistyped_name_is_answered_with_the_nearest(account: Account) -> None:
    assert refused(function_name="order").endswith("in eu-west-1 (AWS_REGION). Did you mean orders?")
    assert "It may be in another region or account" in refused(function_name="zzz")
    assert refused(function_name="orders", region="us-west-2").endswith(
        "There is no function 'orders' in us-west-2 (argument). There is none at all: pass another `region` or `profile`."
    )
    account.faults["lambda.ListFunctions"] = Fault("AccessDeniedException", "no", 403)
    assert refused(function_name="order").endswith("Check the name, the region and the profile.")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"function_name": "or ders"}, "is no function: a name has letters"),
        ({"function_name": f"arn:aws:lambda:eu-west-1:123456789012:function:{'x' * 65}"}, "is no function"),
        ({"region": "Europe"}, "region: 'Europe' is not the name of a region"),
        ({"function_name": "arn:aws:lambda:us-east-1:123456789012:function:orders", "region": "eu-west-1"}, "the function's ARN says us-east-1"),
        ({"profile": "ghost"}, "There is no AWS profile 'ghost'. `aws configure list-profiles` lists them."),
        ({"function_name": "orders:7"}, "There is no function 'orders' with a version or alias '7'"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_told_before_or_by_name(account: Account, arguments: dict[str, Any], says: str) -> None:
    assert says in refused(**arguments)


def test_an_arn_chooses_its_region(account: Account) -> None:
    assert "in us-west-2 (argument)" in refused(function_name="arn:aws:lambda:us-west-2:123456789012:function:orders")
    assert target("123456789012:function:orders:live").qualifier == "live"


def test_no_region_and_no_credentials_say_what_to_set(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_REGION")
    assert refused().startswith("No region is set: pass `region`")
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    assert refused(region=REGION).startswith("No AWS credentials could be loaded: run `aws sso login`")


def test_an_endpoint_that_does_not_answer_names_the_region_and_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {**KEYS, "AWS_ENDPOINT_URL": "http://127.0.0.1:9", "AWS_REGION": "eu-wst-1"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("botocore.retries.standard.ExponentialBackoff.delay_amount", lambda *_: 0)

    said = refused()
    assert said.startswith("lambda cannot be reached in eu-wst-1 (AWS_REGION): check the region's name")
    assert "did you mean eu-west-1" in said


def test_where_a_call_goes_is_chosen_in_the_order_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    assert aws(settings({})).told == "eu-central-1 (AWS_DEFAULT_REGION)"
    monkeypatch.setenv("AWS_REGION", "eu-west-2")
    assert aws(settings({})).told == "eu-west-2 (AWS_REGION)"
    assert aws(settings({"region": "eu-west-3"})).told == "eu-west-3 (--region)"
    assert aws(settings({"region": "eu-west-3"}), "eu-north-1").told == "eu-north-1 (argument)"


def test_a_profile_gives_its_region(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "config").write_text("[profile dev]\nregion = ap-south-1\n")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))

    assert aws(settings({}), profile="dev").told == "ap-south-1 (profile dev), profile dev (argument)"


def test_clients_are_made_once_for_all_threads_and_anew_after_bad_credentials(account: Account) -> None:
    where = aws(settings({}))
    made: list[Any] = []

    def use() -> None:
        made.append(where._client("lambda"))
        where.call("lambda", "GetFunctionConfiguration", FunctionName="orders")

    threads = [threading.Thread(target=use) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(made) == 12
    assert all(each is made[0] for each in made)
    account.faults["lambda.GetFunctionConfiguration"] = Fault("ExpiredTokenException", "x", 403, times=1)
    with pytest.raises(AwsError):
        where.call("lambda", "GetFunctionConfiguration", FunctionName="orders")
    assert where._client("lambda") is not made[0]


@contextlib.contextmanager
def stubbed(monkeypatch: pytest.MonkeyPatch, service: str) -> Iterator[tuple[Aws, Stubber]]:
    """botocore's own model of a service: a wrong parameter fails, whatever moto takes."""
    client = boto3.client(service, region_name=REGION, aws_access_key_id="k", aws_secret_access_key="s")  # type: ignore[call-overload]
    monkeypatch.setattr(Aws, "_client", lambda *_, **__: client)
    with Stubber(client) as stub:
        yield Aws(REGION, "argument"), stub
        stub.assert_no_pending_responses()


def report(number: int, mb: int = 512) -> str:
    return f"REPORT RequestId: r-{number}\tDuration: {100 + number}.00 ms\tBilled Duration: 200 ms\tMemory Size: {mb} MB\tMax Memory Used: 9 MB"


def test_a_query_waits_for_its_end_and_says_what_it_scanned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(function_logs, "SLICES", 1)
    monkeypatch.setattr(time, "sleep", lambda _: None)
    row = [
        {"field": "@logStream", "value": STREAM},
        {"field": "@message", "value": report(1)},
        {"field": "@ptr", "value": "x"},
    ]
    with stubbed(monkeypatch, "logs") as (where, stub):
        stub.add_response("start_query", {"queryId": "q"})
        stub.add_response("get_query_results", {"status": "Scheduled", "results": []}, {"queryId": "q"})
        stub.add_response("get_query_results", {"status": "Running", "results": []}, {"queryId": "q"})
        stub.add_response(
            "get_query_results", {"status": "Complete", "results": [row], "statistics": {"bytesScanned": 2.5e9}}
        )
        logs = function_logs.read_logs(
            where, "/g", dt.datetime(2026, 1, 1, tzinfo=dt.UTC), dt.datetime(2026, 1, 15, tzinfo=dt.UTC)
        )

    assert logs is not None
    assert logs.how == "Logs Insights (2,500.0 MB scanned)"
    assert logs.report.measurements()[0].durations_ms == (101.0,)


def test_events_are_read_page_by_page(monkeypatch: pytest.MonkeyPatch) -> None:
    with stubbed(monkeypatch, "logs") as (where, stub):
        stub.add_client_error("start_query", "LimitExceededException")
        expected = {
            "logGroupName": "/g",
            "filterPattern": function_logs.PATTERN,
            "startTime": 1767225600000,
            "endTime": 1768435200000,
        }
        stub.add_response("filter_log_events", {"events": [{"message": report(1)}], "nextToken": "t"}, expected)
        stub.add_response("filter_log_events", {"events": [], "nextToken": "u"}, {**expected, "nextToken": "t"})
        stub.add_response("filter_log_events", {"events": [{"message": report(2)}]}, {**expected, "nextToken": "u"})
        logs = function_logs.read_logs(
            where, "/g", dt.datetime(2026, 1, 1, tzinfo=dt.UTC), dt.datetime(2026, 1, 15, tzinfo=dt.UTC)
        )

    assert logs is not None
    assert logs.report.measurements()[0].durations_ms == (101.0, 102.0)


def test_every_call_names_its_action() -> None:
    assert action_of("lambda", "Invoke") == "lambda:InvokeFunction"
    assert action_of("cloudwatch", "GetMetricData") == "cloudwatch:GetMetricData"


def state(account: Account) -> tuple[int, list[str], list[str]]:
    """What tune_memory must leave as it was: memory, versions, aliases."""
    client = account.client("lambda")
    return (
        client.get_function_configuration(FunctionName="orders")["MemorySize"],
        [each["Version"] for each in client.list_versions_by_function(FunctionName="orders")["Versions"]],
        [each["Name"] for each in client.list_aliases(FunctionName="orders")["Aliases"]],
    )


def test_tuning_measures_until_it_is_sure_and_leaves_no_trace(account: Account) -> None:
    before = state(account)
    memory: list[int] = []
    account.on_invoke = lambda _: memory.append(
        account.client("lambda").get_function_configuration(FunctionName="orders")["MemorySize"]
    )

    result = call("tune_memory", function_name="orders", payload={"id": 1}, monthly_invocations=10_000_000)

    assert state(account) == before
    assert set(memory) == {512}  # $LATEST has another size only while a version is made
    assert result.status == "recommended"
    assert [each.memory_mb for each in result.measured] == sorted({mb for mb, _ in account.invoked})
    assert 2 <= len(result.measured) <= 4
    assert {each.memory_mb: each.mean_ms for each in result.measured}[512] == pytest.approx(398, rel=0.01)
    assert result.next_measurement_mb is None
    assert result.restored == [f"{len(result.measured)} temporary versions and the alias {ALIAS} were deleted."]
    assert "Measured: " in result.text()
    assert result.spent_usd > 0


def test_tuning_needs_the_flag() -> None:
    spec = next(spec for spec in TOOLS if spec.name == "tune_memory")
    with pytest.raises(SettingsError, match="--allow-write"):
        spec.call(Caller(settings({})), {"function_name": "orders"})


def test_a_function_that_may_change_things_is_refused_until_that_is_accepted(account: Account) -> None:
    policy = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Action": ["dynamodb:GetItem", "dynamodb:PutItem", "logs:PutLogEvents"],
                "Resource": "*",
            }
        ],
    }
    account.client("iam").put_role_policy(RoleName="role", PolicyName="p", PolicyDocument=json.dumps(policy))

    said = refused("tune_memory")

    assert "its role may use dynamodb:PutItem. Choose a payload" in said
    assert account.invoked == []
    assert (
        call("tune_memory", function_name="orders", accept_side_effects=True, candidate_sizes_mb=[512, 1024]).status
        == "recommended"
    )


def test_an_answer_that_is_cut_is_told(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("botocore.retries.standard.ExponentialBackoff.delay_amount", lambda *_: 0)
    monkeypatch.setattr("tests.mcp_server.aws_account.refusal", lambda *_, **__: Response("<cut", 200))
    account.faults["iam.ListRolePolicies"] = Fault("x")

    assert "The answer to iam:ListRolePolicies was cut off in eu-west-1" in refused("tune_memory")


def test_what_the_role_may_do_has_to_be_readable(account: Account) -> None:
    account.faults["iam.ListRolePolicies"] = Fault("AccessDenied", "no", 403)

    assert "what its role may do cannot be read" in refused("tune_memory")


def test_a_failing_payload_ends_the_run_and_restores(account: Account) -> None:
    before = state(account)
    account.fails_below = 99_999

    assert "orders fails with this payload at 512 MB (Runtime.ExitError): pass a `payload`" in refused("tune_memory")
    assert state(account) == before


def test_sizes_at_which_the_function_fails_are_left_out(account: Account) -> None:
    account.fails_below, account.duration = 500, lambda _, number: 300.0 + number % 3

    result = call("tune_memory", function_name="orders", objective="cost")

    assert result.recommended_mb == 512
    assert any("MB is out: orders fails with this payload at" in warning for warning in result.warnings)
    assert state(account) == (512, ["$LATEST"], [])


def test_a_denied_step_names_its_action_and_everything_is_restored(account: Account) -> None:
    account.faults["lambda.PublishVersion"] = Fault("AccessDeniedException", "no", 403)

    assert "may not use lambda:PublishVersion" in refused("tune_memory")
    account.faults.clear()
    assert state(account) == (512, ["$LATEST"], [])


def test_a_function_changed_by_somebody_meanwhile_keeps_that_change(account: Account) -> None:
    def deploy(number: int) -> None:
        if number == 3:
            account.client("lambda").update_function_configuration(FunctionName="orders", MemorySize=777)

    account.on_invoke = deploy
    with pytest.raises(CallError, match="orders was changed while it was measured"):
        call("tune_memory", function_name="orders")

    assert state(account) == (777, ["$LATEST"], [])


KILLED = """
import sys
from mcp_server.settings import settings
from mcp_server.tools import Caller
from mcp_server.tools.tune_memory import tune_memory
tune_memory(Caller(settings({})), "orders")
"""


@pytest.mark.parametrize("at", ["invoking", "publishing"])
def test_a_killed_run_is_undone_by_the_next(account: Account, at: str) -> None:
    child: list[subprocess.Popen[bytes]] = []

    def kill(number: int) -> None:
        if number == 13:
            child[0].send_signal(signal.SIGKILL)
            child[0].wait()

    if at == "invoking":
        account.on_invoke = kill
    else:  # $LATEST has another size, and no version of it is published
        original = account._moto

        def stop(environ: dict[str, Any], start_response: Any) -> Any:
            publishing = environ["REQUEST_METHOD"] == "POST" and environ["PATH_INFO"].endswith("/versions")
            if (
                publishing
                and account.client("lambda").get_function_configuration(FunctionName="orders")["MemorySize"] != 512
            ):
                account._moto = original
                child[0].send_signal(signal.SIGKILL)
                child[0].wait()
                start_response("500 gone", [])
                return [b""]
            return original(environ, start_response)

        account._moto = stop  # type: ignore[assignment]
    child.append(subprocess.Popen([sys.executable, "-c", KILLED], env={**os.environ}, cwd=ROOT, stderr=subprocess.PIPE))
    child[0].communicate(timeout=60)
    left = state(account)
    account.on_invoke = None

    assert child[0].returncode == -signal.SIGKILL
    assert left[2] == [ALIAS]
    assert (left[0] == 512) is (at == "invoking")
    result = call("tune_memory", function_name="orders")
    assert state(account) == (512, ["$LATEST"], [])
    assert result.restored[0].startswith("An interrupted run of ")
    assert ("$LATEST has 512 MB again." in result.restored) is (at == "publishing")


def test_two_runs_at_once_are_refused(account: Account) -> None:
    said: list[str] = []
    account.on_invoke = lambda number: said.append(refused("tune_memory")) if number == 2 else None

    call("tune_memory", function_name="orders")

    assert "orders is being measured since" in said[0]
    assert state(account) == (512, ["$LATEST"], [])


def test_an_alias_of_that_name_that_is_someone_elses_is_not_touched(account: Account) -> None:
    account.client("lambda").create_alias(
        FunctionName="orders", Name=ALIAS, FunctionVersion="$LATEST", Description="mine"
    )

    assert "is not of this tool's making" in refused("tune_memory")
    assert state(account)[2] == [ALIAS]
