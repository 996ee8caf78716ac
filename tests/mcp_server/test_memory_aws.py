"""`recommend_memory` against an account over HTTP: what is read, and what goes wrong."""

from __future__ import annotations

import datetime as dt
import threading
from typing import Any

import pytest

from mcp_server.aws import function_logs, measured
from mcp_server.aws.failures import AwsError, action_of
from mcp_server.aws.functions import target
from mcp_server.aws.sessions import aws
from mcp_server.settings import settings
from tests.mcp_server.aws_account import KEYS, REGION, Account, Fault, add_logs, add_metric, call, refused


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


def test_every_call_names_its_action() -> None:
    assert action_of("lambda", "Invoke") == "lambda:InvokeFunction"
    assert action_of("cloudwatch", "GetMetricData") == "cloudwatch:GetMetricData"
