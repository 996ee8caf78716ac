"""What the advice on metrics says of series: figures against arithmetic, windows, findings, alarms that deploy."""

from __future__ import annotations

import datetime as dt
import inspect
import re
import struct
import zlib
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from guidance import practices
from guidance.advice.metrics import (
    Query,
    Resource,
    Series,
    Summary,
    Window,
    WindowError,
    checks_lambda,
    checks_services,
    kinds,
    queries,
    read_window,
    summarise,
)
from guidance.advice.metrics.catalogue import alarm_recipes, cloudwatch, metrics
from guidance.advice.metrics.chart import chart_png
from guidance.advice.metrics.figures import told
from guidance.advice.metrics.shifts import onset, shift
from guidance.advice.metrics.sparkline import BLOCKS, GAP, sparkline
from guidance.advice.metrics.words import amount, change, count, money, share
from guidance.model import Severity

NOW = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
WINDOW = Window(NOW - dt.timedelta(hours=3), NOW, 180)
FUNCTION = Resource(
    "lambda",
    "orders",
    {"memory_mb": 1024, "timeout_seconds": 10, "architecture": "x86_64"},
    ((("FunctionName", "orders"),),),
)
QUEUE = Resource(
    "sqs", "jobs", {"retention_seconds": 14_400, "visibility_timeout_seconds": 30}, ((("QueueName", "jobs"),),)
)


def series(resource: Resource, window: Window = WINDOW, **given_: Any) -> list[Series]:
    """Series by metric: a number for every period of the window, a list from its start, {statistic: number} for the whole."""
    found = []
    for query in queries(resource):
        value = given_.get(query.metric.replace(".", "_"))
        if value is None:
            continue
        step = dt.timedelta(seconds=window.period_seconds)
        if isinstance(value, dict):
            if query.whole and query.statistic in value:
                found.append(Series(query, ((window.start, float(value[query.statistic])),)))
            elif not query.whole and "points" in value:
                found.append(
                    Series(query, tuple((window.start + step * n, float(v)) for n, v in enumerate(value["points"])))
                )
        elif not query.whole:
            values = value if isinstance(value, list) else [value] * window.points
            found.append(Series(query, tuple((window.start + step * n, float(v)) for n, v in enumerate(values))))
    return found


def said(resource: Resource = FUNCTION, **given_: Any) -> Summary:
    return summarise(resource, series(resource, **given_), WINDOW, "us-east-1")


def ids(summary: Summary) -> list[str]:
    return [each.id for each in summary.findings]


@pytest.mark.parametrize(
    ("start", "end", "period", "expected"),
    [
        (None, None, None, ("2026-11-20T09:00", "2026-11-20T12:00", 180)),
        ("-90m", None, None, ("2026-11-20T10:30", "2026-11-20T12:00", 120)),
        ("-2d", "now", None, ("2026-11-18T12:00", "2026-11-20T12:00", 3600)),
        ("3h ago", None, 60, ("2026-11-20T09:00", "2026-11-20T12:00", 180)),
        ("2026-11-20T08:00:00+02:00", "2026-11-20T07:00:00Z", None, ("2026-11-20T06:00", "2026-11-20T07:00", 60)),
        ("2026-11-20", "-6h", 900, ("2026-11-20T00:00", "2026-11-20T06:00", 900)),
        ("-7d", None, None, ("2026-11-13T12:00", "2026-11-20T12:00", 10_800)),
    ],
)
def test_a_window_is_read_as_it_is_written(
    start: str | None, end: str | None, period: int | None, expected: tuple[str, str, int]
) -> None:
    window = read_window(start, end, period, now=NOW)

    assert (f"{window.start:%Y-%m-%dT%H:%M}", f"{window.end:%Y-%m-%dT%H:%M}", window.period_seconds) == expected


@pytest.mark.parametrize(
    ("start", "end", "period", "says"),
    [
        ("yesterday", None, None, "start: 'yesterday' is no time; write ISO 8601 such as 2026-11-20T09:00:00Z, or -90m, -3h, -2d."),
        ("2026-11-20T11:00Z", "2026-11-20T10:00Z", None, "is not before end, 2026-11-20 10:00 UTC. Swap them."),
        ("2026-11-21", None, None, "start: 2026-11-21 00:00 UTC is in the future; it is 2026-11-20 12:00 UTC now."),
        ("2024-01-01", "2024-02-01", None, "longer ago than the 455 days that CloudWatch keeps; the oldest is 2025-08-22."),
        (None, None, 0, "period_seconds: 0 is no period; this window takes 180 or a multiple of 60."),
        ("-999999w", None, None, "is too long ago"),
        ("0001-01-01", "-1h", None, None),
    ],
)  # fmt: skip
def test_a_window_that_cannot_be_is_refused_in_words(
    start: str | None, end: str | None, period: int | None, says: str | None
) -> None:
    if says is None:
        assert "CloudWatch keeps 455 days" in read_window(start, end, period, now=NOW).notes[0]
        return
    with pytest.raises(WindowError) as error:
        read_window(start, end, period, now=NOW)

    assert says in str(error.value)


@pytest.mark.parametrize(
    ("start", "end", "period", "note"),
    [
        ("-3h", None, 100, "`period_seconds` is 180, not 100: for data of this age CloudWatch takes multiples of 60 s, and this is the nearest."),
        ("-3h", None, 60, "`period_seconds` is 180, not 60: 3 h would give more than 60 points."),
        ("-1h", None, 9000, "`period_seconds` is 3,600, not 9,000: the window is 60 min long."),
        ("-1d", "-30d", 1900, "for data of this age CloudWatch takes multiples of 300 s"),
        ("-500d", None, None, "`start` was moved to 2025-08-22 12:00 UTC: CloudWatch keeps 455 days."),
        ("-1h", "2027-01-01", None, "`end` was in the future: it is now, 2026-11-20 12:00 UTC."),
    ],
)  # fmt: skip
def test_what_is_moved_is_said(start: str | None, end: str | None, period: int | None, note: str) -> None:
    assert note in " ".join(read_window(start, end, period, now=NOW).notes)


@given(
    st.integers(1, 455 * 86_400), st.integers(0, 400 * 86_400), st.one_of(st.none(), st.integers(1, 200_000)), st.integers(0, 86_399)
)  # fmt: skip
@example(3601, 1_288_698, None, 0)  # aligning moves the window before it past 15 days
def test_any_window_has_at_most_sixty_points_of_a_legal_period(
    length: int, ago: int, period: int | None, second: int
) -> None:
    now = NOW + dt.timedelta(seconds=second)
    end = now - dt.timedelta(seconds=ago)
    start = end - dt.timedelta(seconds=length)
    if end <= now - dt.timedelta(days=455):
        return
    window = read_window(start.isoformat(), end.isoformat(), period, now=now)
    oldest = (now - window.previous).total_seconds() / 86_400
    multiple = next(
        tier["multiple_seconds"] for tier in reversed(cloudwatch()["periods"]) if oldest >= tier["after_days"]
    )

    assert 1 <= window.points <= 60
    assert window.period_seconds % multiple == 0
    assert window.start.timestamp() % window.period_seconds == window.end.timestamp() % window.period_seconds == 0
    assert window.end >= end
    assert window.seconds % window.whole_seconds == 0
    assert window.whole_seconds <= 30 * 86_400


@given(st.lists(st.one_of(st.none(), st.floats(0, 1e12)), max_size=300), st.integers(1, 60))
def test_a_sparkline_is_short_and_shows_zero_gaps_and_the_maximum(values: list[float | None], width: int) -> None:
    line = sparkline(values, width)

    assert len(line) == min(len(values), width)
    assert set(line) <= set(BLOCKS + GAP)
    if any(value for value in values):
        assert BLOCKS[-1] in line
    assert (GAP in line) <= (None in values)


@given(st.floats(0, 1e13, allow_nan=False), st.sampled_from(["", "ms", "s", "share", "bytes"]))
def test_every_amount_is_short(value: float, unit: str) -> None:
    for words in (amount(value, unit), count(value), money(value), share(value), change(value)):
        assert 0 <= len(words) <= 24
        assert "e+" not in words or value >= 1e12


def test_zero_is_told_from_next_to_nothing() -> None:
    assert [share(0), share(0.00002), share(0.004), share(0.31)] == ["0%", "<0.01%", "0.4%", "31%"]
    assert [change(None), change(0.4), change(-12), change(700)] == ["", "=", "-12%", "x8"]
    assert [amount(950, "ms"), amount(1500, "ms"), amount(90_000, "ms"), amount(None, "ms")] == [
        "950 ms",
        "1.5 s",
        "90 s",
        "-",
    ]


def test_the_figures_of_a_function_are_arithmetic() -> None:
    duration = {"p50": 40, "p95": 90, "p99": 120, "Maximum": 400, "Sum": 600_000, "points": [110] * 60}
    summary = said(
        Invocations=100.0, Errors=2.0, Throttles=25.0, Duration=duration, ConcurrentExecutions=[3.0, 9.0, 5.0]
    )
    invocations, concurrency = summary.metric("Invocations"), summary.metric("ConcurrentExecutions")

    assert invocations is not None
    assert concurrency is not None
    assert [invocations.sum, invocations.rate_per_minute] == [6000, pytest.approx(6000 / 180)]
    assert [concurrency.max, concurrency.average, concurrency.last] == [9, pytest.approx(17 / 3), 5]
    assert summary.figure("error_rate") == 0.02
    assert summary.figure("throttle_rate") == 1500 / 7500
    assert summary.figure("cost_usd") == pytest.approx(600 * 0.0000166667 + 6000 * 0.0000002)
    assert "6,000 requests" in next(each.told for each in summary.figures if each.name == "cost_usd")


def test_a_trend_is_against_the_window_before_by_rate() -> None:
    query = next(each for each in queries(FUNCTION) if each.metric == "Invocations")
    window = Window(
        WINDOW.start, WINDOW.end, 180, (), WINDOW.start + dt.timedelta(hours=1, minutes=30)
    )  # half of it has passed
    points = [(window.previous, 600.0), (window.start, 450.0)]

    found = summarise(FUNCTION, [Series(query, tuple(points))], window, "us-east-1").metric("Invocations")

    assert found is not None
    assert [found.sum, found.previous, found.change_percent] == [450, 600, pytest.approx(50)]
    assert found.rate_per_minute == 5


def test_cold_starts_come_from_insights_or_from_who_counted_them() -> None:
    insights = Resource("lambda", "orders", {**FUNCTION.facts, "lambda_insights": True}, FUNCTION.dimensions)
    init = {"p50": 300, "SampleCount": 1860}
    by_insights = summarise(insights, series(insights, Invocations=100.0, init_duration=init), WINDOW, "us-east-1")
    by_logs = summarise(FUNCTION, series(FUNCTION, Invocations=100.0), WINDOW, "us-east-1", cold_starts=60)
    unknown = said(Invocations=100.0)

    assert by_insights.figure("cold_start_share") == 0.31
    assert by_insights.findings[0].message == (
        "31% of invocations are cold (1,860 cold starts of 6,000 invocations, by Lambda Insights), initialising for 300 ms (p50)."
    )
    assert by_logs.figure("cold_start_share") == 0.01
    assert unknown.figure("cold_start_share") is None


@pytest.mark.parametrize(
    ("sent", "deleted", "visible", "drain"),
    [(10.0, 16.0, 720.0, 720 / (6 / 180)), (10.0, 4.0, 720.0, None), (10.0, 10.0, 0.0, None)],
    ids=["drains", "grows", "empty"],
)
def test_a_queue_says_when_it_is_drained(sent: float, deleted: float, visible: float, drain: float | None) -> None:
    summary = said(
        QUEUE, NumberOfMessagesSent=sent, NumberOfMessagesDeleted=deleted, ApproximateNumberOfMessagesVisible=visible,
        ApproximateAgeOfOldestMessage=600.0,
    )  # fmt: skip
    found = next(each for each in summary.figures if each.name == "drain_seconds")

    assert found.value == (None if drain is None else pytest.approx(drain))
    assert ("sqs-backlog" in ids(summary)) is (visible > 0)
    assert (told(found) == "never drains at this pace") is (found.value is None)


def test_a_queue_with_a_few_fresh_messages_has_no_backlog() -> None:
    summary = said(
        QUEUE, NumberOfMessagesSent=30.0, NumberOfMessagesDeleted=30.0, ApproximateNumberOfMessagesVisible=3.0,
        ApproximateAgeOfOldestMessage=2.0,
    )  # fmt: skip

    assert ids(summary) == []
    assert summary.figure("drain_seconds") is None


QUIET: dict[str, Any] = {"Invocations": 100.0, "Errors": 0.0, "Throttles": 0.0, "Duration": {"p50": 40, "p95": 60, "p99": 80, "Maximum": 200, "Sum": 1, "points": [70] * 60}}  # fmt: skip
CASES: dict[str, tuple[Resource, dict[str, Any]]] = {
    "lambda-throttled": (FUNCTION, {**QUIET, "Throttles": 5.0}),
    "lambda-errors": (FUNCTION, {**QUIET, "Errors": 3.0}),
    "lambda-near-timeout": (FUNCTION, {**QUIET, "Duration": {"p50": 3000, "p99": 9000, "Maximum": 10_000}}),
    "lambda-slower": (FUNCTION, {**QUIET, "Duration": {"p50": 90, "p99": 200, "points": [50] * 40 + [400] * 20}}),
    "lambda-long-tail": (FUNCTION, {**QUIET, "Duration": {"p50": 40, "p99": 800, "points": [800] * 60}}),
    "lambda-iterator-behind": (FUNCTION, {**QUIET, "IteratorAge": 120_000.0}),
    "lambda-async-delay": (FUNCTION, {**QUIET, "AsyncEventAge": 600_000.0}),
    "lambda-events-dropped": (FUNCTION, {**QUIET, "AsyncEventsDropped": 1.0}),
    "lambda-dead-letter-errors": (FUNCTION, {**QUIET, "DeadLetterErrors": 1.0}),
    "lambda-destination-failures": (FUNCTION, {**QUIET, "DestinationDeliveryFailures": 1.0}),
    "lambda-recursion": (FUNCTION, {**QUIET, "RecursiveInvocationsDropped": 1.0}),
    "lambda-provisioned-short": (FUNCTION, {**QUIET, "ProvisionedConcurrencySpilloverInvocations": 1.0}),
    "lambda-provisioned-idle": (FUNCTION, {**QUIET, "ProvisionedConcurrencyUtilization": 0.2}),
    "sqs-old-messages": (QUEUE, {"NumberOfMessagesSent": 1.0, "ApproximateAgeOfOldestMessage": 9000.0}),
    "sqs-redelivered": (QUEUE, {"NumberOfMessagesReceived": 9.0, "NumberOfMessagesDeleted": 3.0}),
    "sqs-dead-letters": (
        Resource("sqs", "dead", {"dead_letter_queue": True}, ((("QueueName", "dead"),),)), {"ApproximateNumberOfMessagesVisible": 4.0}
    ),
    "kinesis-behind": (Resource("kinesis", "s", {}, ((("StreamName", "s"),),)), {"IncomingRecords": 1.0, "GetRecords_IteratorAgeMilliseconds": 90_000.0}),
    "kinesis-writes-refused": (Resource("kinesis", "s", {}, ((("StreamName", "s"),),)), {"IncomingRecords": 1.0, "WriteProvisionedThroughputExceeded": 2.0}),
    "kinesis-reads-refused": (Resource("kinesis", "s", {}, ((("StreamName", "s"),),)), {"IncomingRecords": 1.0, "ReadProvisionedThroughputExceeded": 2.0}),
    "kinesis-records-failed": (Resource("kinesis", "s", {}, ((("StreamName", "s"),),)), {"IncomingRecords": 1.0, "PutRecords_FailedRecords": 2.0}),
    "dynamodb-throttled": (Resource("dynamodb", "t", {}, ((("TableName", "t"),),)), {"ConsumedReadCapacityUnits": 1.0, "ReadThrottleEvents": 2.0}),
    "states-failed": (Resource("statemachine", "m", {}, ((("StateMachineArn", "m"),),)), {"ExecutionsSucceeded": 9.0, "ExecutionsFailed": 1.0}),
    "states-throttled": (Resource("statemachine", "m", {}, ((("StateMachineArn", "m"),),)), {"ExecutionsStarted": 9.0, "ExecutionThrottled": 1.0}),
    "api-server-errors": (Resource("httpapi", "a", {}, ((("ApiId", "a"),),)), {"Count": 100.0, "5xx": 3.0}),
    "api-client-errors": (Resource("restapi", "a", {}, ((("ApiName", "a"),),)), {"Count": 100.0, "4XXError": 30.0}),
    "api-slow": (Resource("httpapi", "a", {}, ((("ApiId", "a"),),)), {"Count": 1.0, "Latency": {"p99": 2000}, "IntegrationLatency": {"p99": 1800}}),
    "api-slower": (Resource("httpapi", "a", {}, ((("ApiId", "a"),),)), {"Count": 1.0, "Latency": {"points": [50] * 30 + [300] * 30}}),
    "api-near-timeout": (Resource("restapi", "a", {}, ((("ApiName", "a"),),)), {"Count": 1.0, "Latency": {"p99": 28_100}, "IntegrationLatency": {"p99": 28_000}}),
    "events-failed": (Resource("eventbus", "b", {}, ((("RuleName", "r"),),)), {"Invocations": 5.0, "FailedInvocations": 1.0}),
    "events-lost": (Resource("eventbus", "b", {}, ((("RuleName", "r"),),)), {"Invocations": 5.0, "InvocationsFailedToBeSentToDlq": 1.0}),
    "events-dead-letters": (Resource("eventbus", "b", {}, ((("RuleName", "r"),),)), {"Invocations": 5.0, "InvocationsSentToDlq": 1.0}),
    "events-throttled": (Resource("eventbus", "b", {}, ((("RuleName", "r"),),)), {"Invocations": 5.0, "ThrottledRules": 1.0}),
    "sns-failed": (Resource("sns", "t", {}, ((("TopicName", "t"),),)), {"NumberOfMessagesPublished": 5.0, "NumberOfNotificationsFailed": 1.0}),
    "sns-dead-letters": (Resource("sns", "t", {}, ((("TopicName", "t"),),)), {"NumberOfMessagesPublished": 5.0, "NumberOfNotificationsRedrivenToDlq": 1.0}),
    "sns-lost": (Resource("sns", "t", {}, ((("TopicName", "t"),),)), {"NumberOfMessagesPublished": 5.0, "NumberOfNotificationsFailedToRedriveToDlq": 1.0}),
}  # fmt: skip


@pytest.mark.parametrize("id_", CASES)
def test_a_fault_is_found_by_itself_and_says_what_to_do(id_: str) -> None:
    resource, given_ = CASES[id_]
    summary = said(resource, **given_)

    assert ids(summary) == [id_]
    (finding,) = summary.findings
    assert finding.message.endswith(".")
    assert finding.next_step.endswith(".")
    assert finding.practices
    assert set(finding.practices) <= set(practices())
    assert finding.metrics


def test_durable_executions_are_judged_where_the_function_is_durable() -> None:
    durable = Resource("lambda", "flow", {**FUNCTION.facts, "durable": True}, FUNCTION.dimensions)
    given_ = {
        **QUIET, "DurableExecutionStarted": 10.0, "DurableExecutionFailed": [2.0], "DurableExecutionTimedOut": [1.0],
        "DurableExecutionOperations": 2900.0, "DurableExecutionStorageWrittenBytes": 95e6,
    }  # fmt: skip
    summary = said(durable, **given_)

    assert ids(summary) == ["durable-failed", "durable-timed-out", "durable-operations", "durable-bytes-written"]
    assert (summary.figure("durable_failed"), summary.figure("durable_timed_out")) == (2, 1)
    assert ids(said(FUNCTION, **given_)) == []


@pytest.mark.parametrize(("errors", "severity"), [(0, None), (1, "info"), (2, "warning"), (5, "warning"), (6, "error")])
def test_how_bad_errors_are_is_by_their_share(errors: float, severity: str | None) -> None:
    found = said(**{**QUIET, "Errors": float(errors)}).findings

    assert [each.severity.value for each in found] == ([severity] if severity else [])


def test_a_healthy_function_has_no_findings_and_a_silent_one_no_data() -> None:
    assert ids(said(**QUIET)) == []
    assert said(Errors=0.0).status == "no_data"
    assert said().status == "no_data"


def test_every_finding_there_can_be_is_tested() -> None:
    source = inspect.getsource(checks_lambda) + inspect.getsource(checks_services)
    known = set(re.findall(r'"((?:lambda|sqs|api|dynamodb|kinesis|states|events|sns|durable)-[a-z-]+)"', source))

    assert known - set(CASES) == {"lambda-cold-starts", "sqs-backlog", "durable-failed", "durable-timed-out"}


def test_a_throttled_function_is_told_which_limit_it_ran_into() -> None:
    reserved = Resource("lambda", "orders", {**FUNCTION.facts, "reserved_concurrency": 5}, FUNCTION.dimensions)
    (finding,) = said(reserved, **{**QUIET, "Throttles": 5.0, "ConcurrentExecutions": 5.0}).findings

    assert finding.severity is Severity.ERROR
    assert "its reserved concurrency is 5 and it ran 5 at once" in finding.message
    assert finding.next_step.startswith("Raise its reserved concurrency above 5")


def test_a_rise_after_a_deployment_is_told_with_it() -> None:
    at = WINDOW.start + dt.timedelta(seconds=180 * 40)
    changed = Resource(
        "lambda",
        "orders",
        {**FUNCTION.facts, "modified": (at - dt.timedelta(seconds=60)).isoformat()},
        FUNCTION.dimensions,
    )
    (finding,) = said(changed, **CASES["lambda-slower"][1]).findings

    assert finding.message == (
        "Its p99 rose from about 50 ms to 400 ms at 11:00 UTC, just after it was deployed or configured (10:59 UTC)."
    )


@given(st.integers(3, 57), st.floats(2.5, 50), st.lists(st.floats(0.9, 1.1), min_size=60, max_size=60))
def test_a_step_is_found_where_it_is(cut: int, ratio: float, noise: list[float]) -> None:
    points = tuple(
        (WINDOW.start + dt.timedelta(minutes=3 * n), 100 * noise[n] * (ratio if n >= cut else 1)) for n in range(60)
    )
    found = shift(points)

    assert found is not None
    assert found.at == points[cut][0]
    assert found.ratio == pytest.approx(ratio, rel=0.25)
    assert shift(tuple((at, 1 / value) for at, value in points)) is None  # it fell


def test_faults_that_were_there_all_along_have_no_beginning() -> None:
    points = [(WINDOW.start + dt.timedelta(minutes=3 * n), float(n > 9)) for n in range(60)]

    assert onset(tuple(points), WINDOW.start, 180) == points[10][0]
    assert onset(tuple(points[10:]), points[10][0], 180) is None
    assert onset((), WINDOW.start, 180) is None


@pytest.mark.parametrize(
    "name", ["orders", "yes", "on: fire\nType: x", "${AWS::Region}", '"quoted"', "1e3", "!Ref Evil", "ünï"]
)
@pytest.mark.parametrize("logical", [None, "Orders", "Nested.Orders"])
def test_alarms_are_template_resources_whatever_the_name(name: str, logical: str | None) -> None:
    class Loader(yaml.SafeLoader):
        pass

    Loader.add_constructor("!Ref", lambda _, node: {"Ref": node.value})
    resource = Resource("lambda", name, FUNCTION.facts, ((("FunctionName", name),),))
    summary = summarise(resource, series(resource, **QUIET), WINDOW, "us-east-1", logical_id=logical)
    read = yaml.load("".join(each.template for each in summary.alarms), Loader)

    assert len(read) == len(summary.alarms) == 3
    for key, each in read.items():
        assert re.fullmatch(r"[A-Za-z0-9]+", key)
        assert each["Type"] == "AWS::CloudWatch::Alarm"
        assert each["Properties"]["Dimensions"] == [
            {"Name": "FunctionName", "Value": {"Ref": "Orders"} if logical == "Orders" else name}
        ]
        assert isinstance(each["Properties"]["Threshold"], int | float)


def test_every_kind_has_metrics_that_exist_alarms_on_them_and_a_base() -> None:
    for kind in kinds():
        known = {each.name for each in metrics(kind)}
        assert any(each.base for each in metrics(kind))
        assert {each.metric for each in alarm_recipes(kind)} <= known
        assert all(each.only is None or kind == "lambda" for each in metrics(kind))
        assert all(each.ours or each.source for each in alarm_recipes(kind))


def test_a_bus_is_the_sum_of_its_rules() -> None:
    dimensions = tuple((("EventBusName", "b"), ("RuleName", rule)) for rule in ("x", "y"))
    bus = Resource("eventbus", "b", {}, dimensions)
    found = [
        Series(Query("Invocations", "AWS/Events", each, "Sum"), ((WINDOW.start, 3.0 + number),))
        for number, each in enumerate(dimensions)
    ]

    summary = summarise(bus, found, WINDOW, "us-east-1").metric("Invocations")

    assert summary is not None
    assert summary.sum == 7


def test_a_chart_is_a_png_of_what_matters() -> None:
    png = chart_png([said(**{**QUIET, "Throttles": 5.0}), said(QUEUE, NumberOfMessagesSent=[1.0, 0.0, 4.0])], WINDOW)
    width, height = struct.unpack(">II", png[16:24])
    length = struct.unpack(">I", png[33:37])[0]

    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert len(zlib.decompress(png[41 : 41 + length])) == height * (width * 3 + 1)
    assert len(png) < 40_000
    assert width == 960
