"""`get_metrics` as a client meets it, on a shop with a day behind it: every figure is what the seed comes to."""

from __future__ import annotations

import datetime as dt
import json
import math
import re
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from typing import Any

import anyio
import pytest
from mcp import Client
from mcp.types import ImageContent, TextContent

from guidance import practices
from mcp_server.cli import run
from mcp_server.server import build_server
from mcp_server.settings import settings
from tests.mcp_server.aws_account import KEYS
from tests.mcp_server.observed_account import ACCOUNT_ID, observed
from tests.mcp_server.observed_shop import FUNCTIONS, INCIDENT_HOURS, NOW, Shop, seed_shop, template

pytestmark = pytest.mark.anyio
DAY = {"start": "-24h", "end": f"{NOW:%Y-%m-%dT%H:%M:%SZ}"}
INCIDENT = {**DAY, "start": f"-{INCIDENT_HOURS}h"}


@pytest.fixture(scope="module")
def seeded() -> Iterator[Shop]:
    with observed() as account:
        yield seed_shop(account)


@pytest.fixture
def shop(seeded: Shop, monkeypatch: pytest.MonkeyPatch) -> Shop:
    for name, value in {**KEYS, "AWS_ENDPOINT_URL": seeded.account.url}.items():
        monkeypatch.setenv(name, value)
    seeded.account.faults.clear()
    seeded.account.configuration.clear()
    seeded.account.cold.clear()
    seeded.account.queries.clear()
    seeded.account.calls.clear()
    return seeded


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with Client(build_server(settings({}))) as connected:
        yield connected


async def call(client: Client, *targets: str, **arguments: Any) -> tuple[str, Any]:
    result = await client.call_tool("get_metrics", {"targets": list(targets), **arguments})
    text = result.content[0]
    assert isinstance(text, TextContent)
    return text.text, None if result.is_error else result.structured_content


def tokens(value: Any) -> float:
    text = value if isinstance(value, str) else json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    return len(text.encode()) / 4


def percentile(values: list[float], part: float) -> float:
    """By the nearest rank, as the account answers."""
    return sorted(values)[math.ceil(part * len(values)) - 1]


def named(data: Any, metric: str, target: int = 0) -> dict[str, Any]:
    found: dict[str, Any] = next(each for each in data["targets"][target]["metrics"] if each["name"] == metric)
    return found


async def test_the_figures_of_a_function_are_those_of_the_seed(client: Client, shop: Shop) -> None:
    _, data = await call(client, "lambda:orders", **DAY)
    of = {"FunctionName": "orders"}
    invocations, errors, throttles = (
        sum(shop.values("Lambda", name, of)) for name in ("Invocations", "Errors", "Throttles")
    )
    durations, before = shop.values("Lambda", "Duration", of), shop.values("Lambda", "Duration", of, before=24)
    earlier = sum(shop.values("Lambda", "Invocations", of, before=24))

    (target,) = data["targets"]
    assert target["status"] == "ok"
    assert named(data, "Invocations")["sum"] == invocations
    assert named(data, "Invocations")["rate_per_minute"] == pytest.approx(invocations / 1440, rel=1e-5)
    assert named(data, "Invocations")["change_percent"] == pytest.approx((invocations / earlier - 1) * 100, abs=0.06)
    assert named(data, "Errors")["sum"] == errors
    duration = named(data, "Duration")
    for name, part in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99), ("max", 1)):
        assert duration[name] == pytest.approx(percentile(durations, part), rel=1e-5)
    assert duration["change_percent"] == pytest.approx(
        (percentile(durations, 0.95) / percentile(before, 0.95) - 1) * 100, abs=0.06
    )
    assert named(data, "ConcurrentExecutions")["max"] == 20
    gb_seconds = sum(durations) / 1000 * 512 / 1024
    assert target["figures"] == {
        "error_rate": pytest.approx(errors / invocations, rel=1e-5),
        "throttle_rate": pytest.approx(throttles / (invocations + throttles), rel=1e-5),
        "cost_usd": pytest.approx(gb_seconds * 0.0000166667 + invocations * 0.0000002, rel=1e-5),
    }


@pytest.mark.parametrize(
    ("target", "metric", "of", "figure"),
    [
        ("sqs:jobs", "NumberOfMessagesSent", ("SQS", "QueueName", "jobs"), "sum"),
        ("sqs:jobs", "ApproximateAgeOfOldestMessage", ("SQS", "QueueName", "jobs"), "max"),
        ("httpapi:{api}", "5xx", ("ApiGateway", "ApiId", "{api}"), "sum"),
        ("httpapi:shop-api", "Latency", ("ApiGateway", "ApiId", "{api}"), "p99"),
        ("restapi:shop-admin", "Count", ("ApiGateway", "ApiName", "shop-admin"), "sum"),
        ("restapi:shop-admin", "IntegrationLatency", ("ApiGateway", "ApiName", "shop-admin"), "p95"),
        ("dynamodb:orders-table", "WriteThrottleEvents", ("DynamoDB", "TableName", "orders-table"), "sum"),
        ("kinesis:clicks", "IncomingBytes", ("Kinesis", "StreamName", "clicks"), "sum"),
        ("statemachine:{machine}", "ExecutionsFailed", ("States", "StateMachineArn", "{machine}"), "sum"),
        ("statemachine:fulfil", "ExecutionTime", ("States", "StateMachineArn", "{machine}"), "p50"),
        ("rule:nightly", "Invocations", ("Events", "RuleName", "nightly"), "sum"),
        ("sns:notices", "NumberOfMessagesPublished", ("SNS", "TopicName", "notices"), "sum"),
    ],
)
async def test_the_figures_of_every_kind_are_those_of_the_seed(
    client: Client, shop: Shop, target: str, metric: str, of: tuple[str, str, str], figure: str
) -> None:
    names = {"api": shop.http_api, "machine": shop.machines["fulfil"]}
    _, data = await call(client, target.format(**names), **DAY)
    values = shop.values(of[0], metric, {of[1]: of[2].format(**names)})
    expected = {"sum": sum(values), "max": max(values), "p50": percentile(values, 0.5), "p95": percentile(values, 0.95), "p99": percentile(values, 0.99)}  # fmt: skip

    assert data["targets"][0]["status"] == "ok"
    assert named(data, metric)[figure] == pytest.approx(expected[figure], rel=1e-5)


async def test_a_bus_is_the_sum_of_its_rules(client: Client, shop: Shop) -> None:
    _, data = await call(client, "eventbus:shop-bus", **DAY)
    each = [
        sum(shop.values("Events", "Invocations", {"EventBusName": "shop-bus", "RuleName": rule}))
        for rule in ("paid", "shipped")
    ]

    assert named(data, "Invocations")["sum"] == sum(each) > 0


async def test_a_stack_is_its_resources_and_the_worst_comes_first(client: Client, shop: Shop) -> None:
    text, data = await call(client, "stack:shop", **DAY)

    resources = template()["Resources"]
    silent = {"AWS::Logs::LogGroup", "AWS::Events::EventBus"}  # moto gives a bus no physical id
    assert len(resources) >= 30
    assert {each["logical_id"] for each in data["targets"]} == {
        name for name, each in resources.items() if each["Type"] not in silent
    }
    status = Counter(each["status"] for each in data["targets"])
    assert status == {"ok": len(data["targets"]) - 2, "no_data": 2}
    assert next(line for line in text.splitlines() if line.startswith("- ")).startswith("- error: **orders** ")
    assert "since " + f"{(NOW.timestamp() - INCIDENT_HOURS * 3600) // 3600 % 24:02.0f}:00 UTC" in text
    assert "No data in this window: lambda:reports; sqs:mail-dlq." in text
    calls = Counter(shop.account.calls)
    assert calls["cloudwatch.GetMetricData"] == calls["lambda.ListFunctions"] == 1
    assert calls["lambda.GetFunctionConfiguration"] == 0
    assert len(shop.account.calls) <= len(resources)
    assert max(tokens(text), tokens(data)) < 6000


async def test_one_function_is_answered_in_three_calls_and_few_tokens(client: Client, shop: Shop) -> None:
    text, data = await call(client, "lambda:basket", **INCIDENT)

    assert shop.account.calls == [
        "lambda.GetFunctionConfiguration", "lambda.ListProvisionedConcurrencyConfigs", "cloudwatch.GetMetricData",
    ]  # fmt: skip
    assert max(tokens(text), tokens(data)) < 1500
    worst, found = await call(client, "lambda:orders", **INCIDENT)
    assert max(tokens(worst), tokens(found)) < 1500


async def test_text_and_data_are_each_enough(client: Client, shop: Shop) -> None:
    text, data = await call(client, "lambda:orders", "sqs:jobs", "lambda:reports", **INCIDENT)

    for target in data["targets"]:
        for finding in target["findings"]:
            assert finding["message"] in text
            assert finding["next_step"] in text
            assert set(finding["practices"]) <= set(practices())
        for metric in target["metrics"]:
            assert f"| {metric['name']} |" in text
    assert data["region"] == "eu-west-1 (AWS_REGION)"
    assert data["region"] in text
    assert "**reports** (Lambda function, 512 MB, timeout 10 s, x86_64) exists, but did nothing in this window." in text
    assert [each["status"] for each in data["targets"]] == ["ok", "ok", "no_data"]
    assert data["targets"][1]["figures"]["drain_seconds"] is None
    assert "never drains at this pace" in text
    assert re.search(r"[▁▂▃▄▅▆▇█·]{10,}", text)


async def test_the_alarms_are_a_template_that_watches_what_is_wrong(client: Client, shop: Shop) -> None:
    text, data = await call(client, "lambda:orders", **INCIDENT)

    assert re.findall(r"^    MetricName: (\w+)$", data["alarms"], re.MULTILINE)[:2] == ["Errors", "Throttles"]
    assert data["alarms"].rstrip("\n") in text


async def test_series_are_the_points_and_summaries_have_none(client: Client, shop: Shop) -> None:
    text, data = await call(client, "lambda:orders", detail="series", **INCIDENT)
    _, summary = await call(client, "lambda:orders", **INCIDENT)
    end = NOW.timestamp()
    periods = [
        sum(shop.account.values("AWS/Lambda", "Throttles", at, at + 180, FunctionName="orders"))
        for at in range(int(end) - INCIDENT_HOURS * 3600, int(end), 180)
    ]

    assert (data["start"], data["end"]) == (
        f"{NOW - dt.timedelta(hours=INCIDENT_HOURS):%Y-%m-%dT%H:%M:%SZ}",
        INCIDENT["end"],
    )
    assert data["period_seconds"] == 180
    assert named(data, "Throttles")["values"] == periods
    assert sum(periods) == named(data, "Throttles")["sum"]
    assert None in named(data, "Duration")["values"]
    assert "values" not in named(summary, "Throttles")
    assert "- Throttles sum: 30 0 30" in text or "- Throttles sum: 30 30" in text
    assert max(tokens(text), tokens(data)) < 2500


async def test_a_chart_comes_where_it_is_asked_for(client: Client, shop: Shop) -> None:
    result = await client.call_tool("get_metrics", {"targets": ["lambda:orders"], "chart": True, **DAY})
    without = await client.call_tool("get_metrics", {"targets": ["lambda:orders"], **DAY})

    image = result.content[1]
    assert isinstance(image, ImageContent)
    assert image.mime_type == "image/png"
    assert len(image.data) < 40_000
    assert len(without.content) == 1


@pytest.mark.parametrize(
    ("target", "offer"),
    [
        ("lambda:order", "There is no function 'order' in eu-west-1 (AWS_REGION). Did you mean orders"),
        ("ordrs", "Another kind of resource is named with it: sqs:NAME, stack:NAME, ..."),
        ("sqs:mail-queu", "There is no SQS queue 'mail-queu' in eu-west-1 (AWS_REGION). Did you mean mail-queue"),
        ("httpapi:shop-apy", "There is no HTTP API 'shop-apy' in eu-west-1 (AWS_REGION). Did you mean shop-api?"),
        ("restapi:shop-admn", "Did you mean shop-admin?"),
        ("dynamodb:order-table", "Did you mean orders-table"),
        ("kinesis:click", "There is no Kinesis stream 'click' in eu-west-1 (AWS_REGION). Did you mean clicks?"),
        ("statemachine:fulfill", "There is no state machine 'fulfill' in eu-west-1 (AWS_REGION). Did you mean fulfil?"),
        ("eventbus:shopbus", "There is no event bus 'shopbus' in eu-west-1 (AWS_REGION). Did you mean shop-bus?"),
        (
            "rule:shop-bus|pajd",
            "There is no EventBridge rule 'shop-bus|pajd' in eu-west-1 (AWS_REGION). Did you mean shop-bus|paid",
        ),
        ("sns:notice", "There is no SNS topic 'notice' in eu-west-1 (AWS_REGION). Did you mean notices?"),
        ("stack:shp", "There is no stack 'shp' in eu-west-1 (AWS_REGION). Did you mean shop?"),
        ("lambda:quite-another", "It may be in another region or account: pass `region` or `profile`."),
    ],
)
async def test_a_name_that_does_not_exist_is_told_from_silence_and_offers_the_nearest(
    client: Client, shop: Shop, target: str, offer: str
) -> None:
    text, data = await call(client, target)

    assert data["targets"][0]["status"] == "not_found"
    assert offer in data["targets"][0]["message"]
    assert offer in text


async def test_many_names_that_do_not_exist_are_no_clean_bill(client: Client, shop: Shop) -> None:
    text, data = await call(client, *(f"sqs:nothing-{number}" for number in range(5)))

    assert {each["status"] for each in data["targets"]} == {"not_found"}
    assert "Nothing stands out" not in text
    assert text.count("There is no SQS queue") == 5


@pytest.mark.parametrize(
    ("targets", "more", "says"),
    [
        ([], {}, "targets: there is none. Pass at least one of: lambda:NAME"),
        (["lambda:orders"] * 200, {}, "targets: 200 are too many for one answer; at most 50. Pass a stack (stack:NAME)"),
        (["lamda:orders"], {}, "target 'lamda:orders': there is no kind 'lamda'; did you mean lambda:orders?"),
        (["lambda:"], {}, "target 'lambda:': the name is missing: lambda:NAME."),
        (["sqs:a b"], {}, "target 'sqs:a b': that is no name of sqs."),
        (["lambda:or\x1bders"], {}, "that is no name of lambda"),
        (["what is this?"], {}, "target 'what is this?': it is none of lambda:NAME, sqs:NAME"),
        (["arn:aws:ec2:eu-west-1:123456789012:instance/i-1"], {}, "'ec2' is not looked at by its ARN"),
        (["arn:aws:states:eu-west-1:123456789012:execution:fulfil:x"], {}, "that is one execution, and metrics are of its function or state machine"),
        (["sqs:arn:aws:lambda:eu-west-1:123456789012:function:orders"], {}, "that ARN is of lambda, not of sqs"),
        (["arn:aws:lambda:eu-west-1:999999999999:function:orders"], {}, "belongs to the account 999999999999, but the credentials are of 123456789012"),
        (["arn:aws-cn:lambda:cn-north-1:123456789012:function:orders"], {"region": "eu-west-1"}, "is in the partition aws-cn, but eu-west-1 (argument) is in aws"),
        (["arn:aws:lambda:us-east-1:123456789012:function:orders"], {"region": "eu-west-1"}, "is in us-east-1 by its ARN, but the region is eu-west-1 (argument). Leave one out."),
        (["arn:aws:sqs:us-east-1:123456789012:a", "arn:aws:sqs:eu-west-1:123456789012:a"], {}, "their ARNs are of several regions (eu-west-1, us-east-1)"),
        (["lambda:orders"], {"start": "2026-11-20", "end": "2026-11-19"}, "is not before end"),
        (["lambda:orders"], {"start": "2099-01-01"}, "is in the future"),
        (["lambda:orders"], {"start": "2020-01-01", "end": "2020-01-02"}, "CloudWatch keeps"),
        (["lambda:orders"], {"start": "soon"}, "start: 'soon' is no time"),
        (["lambda:orders"], {"period_seconds": -5}, "period_seconds: -5 is no period"),
        (["lambda:orders"], {"detail": "everything"}, "detail: Input should be 'summary' or 'series'"),
        (["lambda:orders"], {"region": "Ireland"}, "region: 'Ireland' is not the name of a region"),
        (["lambda:orders"], {"profile": "nobody"}, "There is no AWS profile 'nobody'"),
        (["lambda:orders"], {"metric": "Errors"}, "metric: there is no such argument"),
    ],
)  # fmt: skip
async def test_bad_input_is_one_sentence(
    client: Client, shop: Shop, targets: list[str], more: dict[str, Any], says: str
) -> None:
    text, data = await call(client, *targets, **more)

    assert data is None
    assert says in text
    assert len(text) < 600
    assert "\x1b" not in text
    assert not re.search(r"Traceback|pydantic|Internal error", text)


@pytest.mark.parametrize(
    "target",
    [
        "orders",
        "Lambda:orders",
        f"arn:aws:lambda:eu-west-1:{ACCOUNT_ID}:function:orders",
        f"lambda:arn:aws:lambda:eu-west-1:{ACCOUNT_ID}:function:orders",
    ],
)
async def test_a_function_may_be_named_in_any_clear_way(client: Client, shop: Shop, target: str) -> None:
    _, data = await call(client, target, "lambda:orders", **INCIDENT)

    assert len(data["targets"]) == 1
    assert named(data, "Invocations")["sum"] == sum(
        shop.values("Lambda", "Invocations", {"FunctionName": "orders"}, INCIDENT_HOURS)
    )


async def test_an_alias_has_figures_of_its_own(client: Client, shop: Shop) -> None:
    at = int(NOW.timestamp()) - 3600
    shop.account.client("lambda").publish_version(FunctionName="login")
    with_alias = {"FunctionName": "login", "Resource": "login:1"}
    shop.account.metric("AWS/Lambda", "Invocations", {at: [1.0, 1.0, 1.0]}, **with_alias)
    shop.account.metric("AWS/Lambda", "ProvisionedConcurrencyUtilization", {at: [0.95]}, **with_alias)

    text, data = await call(client, "lambda:login:1", **INCIDENT)

    assert named(data, "Invocations")["sum"] == 3
    assert data["targets"][0]["figures"]["provisioned_utilisation"] == 0.95
    assert "provisioned concurrency used 95%" in text
    assert "PCN-07" in text


async def test_provisioned_concurrency_is_that_of_the_aliases_which_have_it(client: Client, shop: Shop) -> None:
    at = int(NOW.timestamp()) - 3600
    shop.account.provisioned["prices"] = ["live"]
    of = {"FunctionName": "prices", "Resource": "prices:live"}
    shop.account.metric("AWS/Lambda", "ProvisionedConcurrencyUtilization", {at: [0.3], at + 600: [0.2]}, **of)

    text, data = await call(client, "lambda:prices", **INCIDENT)

    assert data["targets"][0]["figures"]["provisioned_utilisation"] == 0.3
    assert "- info: Provisioned concurrency was used to 30% at most." in text
    assert "PCN-04" in text


async def test_a_throttled_function_without_a_reserve_is_held_against_the_account(client: Client, shop: Shop) -> None:
    at = int(NOW.timestamp()) - 3600
    shop.account.metric("AWS/Lambda", "Throttles", {at: [1.0] * 40}, FunctionName="refunds")

    text, data = await call(client, "lambda:refunds", **INCIDENT)

    assert data["targets"][0]["findings"][0]["severity"] == "error"
    assert "since " in text
    assert "of the 1,000 that all functions of the account share, and reserves none" in text


async def test_a_durable_function_shows_its_executions(client: Client, shop: Shop) -> None:
    at = int(NOW.timestamp()) - 3600
    shop.account.configuration["profile"] = {"DurableConfig": {"ExecutionTimeout": 3600}}
    for metric, values in {
        "Started": [1.0] * 9,
        "Succeeded": [1.0] * 5,
        "Failed": [1.0, 1.0],
        "TimedOut": [1.0],
    }.items():
        shop.account.metric("AWS/Lambda", f"DurableExecution{metric}", {at: values}, FunctionName="profile")

    text, data = await call(client, "lambda:profile", **INCIDENT)

    assert data["targets"][0]["figures"]["durable_failed"] == 2
    assert data["targets"][0]["figures"]["durable_timed_out"] == 1
    assert "- error: 2 durable executions failed." in text
    assert "| DurableExecutionStarted | 9 " in text


async def test_cold_starts_are_counted_where_lambda_insights_counts_them(client: Client, shop: Shop) -> None:
    layer = "arn:aws:lambda:eu-west-1:580247275435:layer:LambdaInsightsExtension:60"
    shop.account.configuration["search"] = {"Layers": [{"Arn": layer}]}
    at = int(NOW.timestamp()) - 3600
    shop.account.metric("LambdaInsights", "init_duration", {at: [250.0] * 40}, function_name="search")
    invocations = sum(shop.values("Lambda", "Invocations", {"FunctionName": "search"}, INCIDENT_HOURS))

    text, data = await call(client, "lambda:search", **INCIDENT)

    assert data["targets"][0]["figures"]["cold_start_share"] == pytest.approx(40 / invocations, rel=1e-5)
    assert f"{40 / invocations:.0%} of invocations are cold (40 cold starts of" in text


async def test_a_long_tail_is_asked_whether_cold_starts_make_it(client: Client, shop: Shop) -> None:
    of = {"FunctionName": "catalogue"}
    end = int(NOW.timestamp())
    for at in range(end - INCIDENT_HOURS * 3600, end, 300):
        shop.account.metric("AWS/Lambda", "Duration", {at: [2_500.0]}, **of)
    without, _ = await call(client, "lambda:catalogue", **INCIDENT)
    shop.account.cold["/aws/lambda/catalogue"] = (200, 62)

    text, data = await call(client, "lambda:catalogue", **INCIDENT)

    durations = shop.values("Lambda", "Duration", of, INCIDENT_HOURS)
    ratio = percentile(durations, 0.99) / percentile(durations, 0.5)
    assert "CloudWatch does not count cold starts without Lambda Insights" in without
    assert data["targets"][0]["figures"]["cold_start_share"] == pytest.approx(0.31, abs=0.005)
    assert f"p99 (2.5 s) is {ratio:.0f}x p50" in text
    assert "and 31% of invocations are cold." in text
    assert "31% of invocations are cold" in data["targets"][0]["findings"][0]["message"]
    assert "Cold starts were counted in 200 report lines (2.5 MB scanned)." in data["notes"]
    (query,) = shop.account.queries
    assert query["startTime"] == end - INCIDENT_HOURS * 3600
    assert re.fullmatch(
        r' stats count\(\*\) as invocations(, sum\(strcontains\(@message, "\w+( \w+)?"\)\) as cold\d)+',
        query["queryString"].split("|")[1],
    )  # numbers, and nothing else of the log


async def test_twenty_calls_at_once_are_told_apart(client: Client, shop: Shop) -> None:
    answers: dict[str, float] = {}
    names = [name for name in FUNCTIONS if name not in {"reports", "login"}]

    async def one(name: str) -> None:
        _, data = await call(client, f"lambda:{name}", **DAY)
        answers[name] = named(data, "Duration")["max"]

    async with anyio.create_task_group() as group:
        for number in range(20):
            group.start_soon(one, names[number % len(names)])

    assert answers == {
        name: pytest.approx(max(shop.values("Lambda", "Duration", {"FunctionName": name})), rel=1e-5)
        for name in answers
    }
    assert len(answers) == len(names)


def test_the_terminal_shows_the_same_in_columns(
    shop: Shop, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    end = ["--end", f"{NOW:%Y-%m-%dT%H:%M:%SZ}"]

    assert run(["metrics", "orders", "sqs:jobs", "--last", "3h", *end]) == 0
    one = capsys.readouterr().out
    assert run(["metrics", "stack:shop", "--last", "24h", *end]) == 0
    many = capsys.readouterr().out
    assert run(["metrics", "ordrs"]) == 1
    nothing = capsys.readouterr()

    assert "● orders  Lambda function, 512 MB" in one
    assert re.search(r"^  Throttles +1,080 \(6/min\) .*█", one, re.MULTILINE)
    assert "  error   " in one
    assert all(len(line) <= 140 for line in (one + many).splitlines())
    assert "\x1b" not in one + many
    assert re.search(r"^● lambda:orders +[\d,]+ Invocations", many, re.MULTILINE)
    assert re.search(r"^- lambda:reports +no data", many, re.MULTILINE)
    assert "Did you mean orders" in nothing.out


def test_colours_are_for_terminals(
    shop: Shop, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)

    assert run(["metrics", "orders", "--end", f"{NOW:%Y-%m-%dT%H:%M:%SZ}"]) == 0
    assert "\x1b[1;31m" in capsys.readouterr().out


def test_the_shell_gets_json_and_png(shop: Shop, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    end = ["--end", f"{NOW:%Y-%m-%dT%H:%M:%SZ}"]

    assert run(["metrics", "lambda:orders", "--format", "json", *end]) == 0
    data = json.loads(capfdbinary.readouterr().out)
    assert run(["metrics", "lambda:orders", "--format", "png", *end]) == 0
    png = capfdbinary.readouterr().out

    assert len(named(data, "Invocations")["values"]) == 60
    assert png.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["orders", "--last", "soon"], 1, "start: 'soon' is no time"),
        (["lamda:orders"], 1, "did you mean lambda:orders?"),
        (["lambda:reports", "--format", "png"], 1, "There is nothing to draw"),
    ],
)
def test_the_shell_is_told_what_to_put_right(
    shop: Shop, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, says: str
) -> None:
    assert run(["metrics", *arguments]) == code
    assert says in capsys.readouterr().err
