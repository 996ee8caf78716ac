"""The advice on causes: every file in its folder counts, what follows from a cause is not told twice, noise is no cause."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidance import practices
from guidance.advice.diagnose import Evidence, Source, causes, diagnose
from guidance.advice.diagnose.failure import StackEvent, first_failure, last_operation
from guidance.advice.diagnose.model import data, meaning
from guidance.advice.diagnose.rank import weighers
from guidance.advice.logs import Reading, Report
from guidance.advice.metrics import Figure, MetricFinding, MetricSummary, Resource, Summary, Window
from guidance.advice.metrics.model import Measure
from guidance.model import Severity

START = dt.datetime(2026, 11, 27, 6, tzinfo=dt.UTC)
WINDOW = Window(START, START + dt.timedelta(hours=3), 180)
ERRORS = MetricFinding(
    "lambda-errors", Severity.ERROR, "12% of invocations fail.", "Look.", ("ERR-05",), (), {"error_rate": 0.12}
)


def series(name: str, values: list[float], measure: Measure = "gauge") -> MetricSummary:
    points = tuple((START + dt.timedelta(seconds=180 * number), value) for number, value in enumerate(values))
    top = max(values)
    return MetricSummary(
        name, "ms", measure, sum=sum(values), max=top, last=values[-1], p50=top, p95=top, p99=top, points=points
    )


def function(*metrics: MetricSummary, findings: tuple[MetricFinding, ...] = ()) -> Summary:
    resource = Resource("lambda", "orders", {"timeout_seconds": 30, "memory_mb": 512})
    return Summary(resource, "ok", metrics, (), findings)


def test_every_file_of_causes_weighs() -> None:
    files = [path for path in Path(causes.__file__).parent.glob("*.py") if path.stem != "__init__"]

    assert len(weighers()) == len(files) >= 10
    for path in files:
        assert set(re.findall(r'"([A-Z]{3}-\d\d)"', path.read_text("utf-8"))) <= set(practices())


@pytest.mark.parametrize("pace", [0.0, 0.2, 1.0, 3.0])
def test_a_shard_is_blocked_only_when_its_age_grows_as_time_passes(pace: float) -> None:
    age = series("IteratorAge", [300.0] * 20 + [300 + 180_000 * pace * each for each in range(1, 40)])
    errors = series("Errors", [1.0] * 60, "count")
    source = Source("u", "kinesis", "clicks")
    found = diagnose(Evidence(WINDOW, function(age, errors, series("Invocations", [5.0] * 60, "count")), (source,)))

    assert ("poison-record" in {each.id for each in found.causes}) == (pace == 1.0)


def test_a_blocked_shard_explains_the_errors_and_the_lag() -> None:
    age = series("IteratorAge", [300.0] * 20 + [180_000.0 * each for each in range(1, 40)])
    behind = MetricFinding("lambda-iterator-behind", Severity.ERROR, "It is behind.", "Look.", ("FLR-07",))
    summary = function(age, series("Errors", [1.0] * 60, "count"), findings=(ERRORS, behind))
    found = diagnose(Evidence(WINDOW, summary, (Source("u", "kinesis", "clicks"),)))

    assert [each.id for each in found.causes] == ["poison-record"]
    assert found.also == ()


@pytest.mark.parametrize(("visible", "weight"), [(5, 0.92), (20, 0.6), (180, None)])
def test_a_visibility_timeout_is_short_by_the_work_or_by_what_the_function_may_take(
    visible: int, weight: float | None
) -> None:
    again = MetricFinding("sqs-redelivered", Severity.WARNING, "Received again.", "Look.", ("SQS-01",))
    figures = (Figure("redelivered_share", 0.5, "share", ""),)
    queue = Summary(Resource("sqs", "jobs", {"visibility_timeout_seconds": visible}), "ok", (), figures, (again,))
    duration = series("Duration", [10_000.0] * 60, "latency")
    found = diagnose(Evidence(WINDOW, function(duration), (Source("u", "sqs", "jobs", summary=queue),)))

    assert [each.weight for each in found.causes if each.id == "short-visibility"] == ([weight] if weight else [])


def test_a_message_group_of_a_fifo_queue_is_blocked_the_same_way() -> None:
    age = series("ApproximateAgeOfOldestMessage", [1.0] * 20 + [180.0 * each for each in range(1, 40)])
    queue = Summary(Resource("sqs", "jobs.fifo", {"fifo": True}), "ok", (age,))
    errors = series("Errors", [1.0] * 60, "count")
    found = diagnose(Evidence(WINDOW, function(errors), (Source("u", "sqs", "jobs.fifo", summary=queue),)))

    assert found.causes[0].title == "a record that always fails blocks a message group of jobs.fifo"


@pytest.mark.parametrize("quiet", [True, False])
def test_cold_starts_since_a_deployment_show_in_lambda_insights_too(quiet: bool) -> None:
    resource = Resource("lambda", "orders", {"modified": (START + dt.timedelta(hours=2)).isoformat()})
    init = series("init_duration", [2_000.0] * 60, "latency")
    points = tuple(point for point in init.points if not quiet or point[0] >= START + dt.timedelta(hours=2))
    summary = Summary(resource, "ok", (replace(init, points=points),))
    found = diagnose(Evidence(WINDOW, summary))

    assert ([each.id for each in found.causes] == ["cold-after-deployment"]) == quiet


@pytest.mark.parametrize(("before", "after", "found"), [(0, 10, True), (10, 10, False), (0, 2, False)])
def test_cold_starts_that_came_before_the_deployment_too_are_no_cause(before: int, after: int, found: bool) -> None:
    deployed = START + dt.timedelta(hours=2)
    times = [deployed - dt.timedelta(minutes=each + 1) for each in range(before)]
    times += [deployed + dt.timedelta(minutes=each + 1) for each in range(after)]
    reports = tuple(Report(at, f"r{at}", 80.0, 512, 90, 2_000.0) for at in times)
    resource = Resource("lambda", "orders", {"modified": deployed.isoformat()})
    diagnosis = diagnose(Evidence(WINDOW, Summary(resource, "ok"), (), Reading(reports=reports)))

    assert ([each.id for each in diagnosis.causes] == ["cold-after-deployment"]) == found


def test_a_fault_that_nothing_explains_is_a_weak_cause_and_infos_are_none() -> None:
    odd = MetricFinding("lambda-odd", Severity.WARNING, "Something odd.", "Look.", ("ERR-05",))
    small = MetricFinding("lambda-small", Severity.INFO, "Something small.", "Look.", ("ERR-05",))
    found = diagnose(Evidence(WINDOW, function(findings=(odd, small))))

    assert [(each.id, each.weight < 0.5) for each in found.causes] == [("lambda-odd", True)]
    assert [each.id for _, each in found.also] == ["lambda-small"]


@given(st.lists(st.sampled_from(["OK", "", "No records processed", "PROBLEM: Function call failed", "USER_INITIATED", "User action"]), min_size=2, max_size=2))  # fmt: skip
def test_a_mapping_that_does_its_work_has_no_cause(said: list[str]) -> None:
    source = Source("u", "sqs", "jobs", last_result=said[0], reason=said[1])

    assert diagnose(Evidence(WINDOW, function(), (source,))).causes == ()


@given(st.text(max_size=400))
def test_any_reason_of_aws_can_be_looked_up(text: str) -> None:
    for table in ("mappings", "stacks"):
        meaning(table, [text])


def test_what_states_mean_has_sources_and_known_practices() -> None:
    for entry in data()["mappings"]:
        re.compile(entry["pattern"])
        assert entry["source"].startswith("https://docs.aws.amazon.com/")
        assert set(entry["practices"]) <= set(practices())
    assert all(re.compile(entry["pattern"]) and entry["change"].endswith(".") for entry in data()["stacks"])


def event(name: str, status: str, reason: str = "", *, own: bool = False) -> StackEvent:
    return StackEvent(START, name, "AWS::SQS::Queue", status, reason, own=own)


def test_the_first_failure_is_that_of_the_last_operation() -> None:
    newest_first = [
        event("shop", "UPDATE_ROLLBACK_COMPLETE", own=True),
        event("Other", "UPDATE_FAILED", "Resource update cancelled"),
        event("Jobs", "UPDATE_FAILED", "Invalid value"),
        event("Early", "UPDATE_FAILED", "Resource update cancelled"),
        event("shop", "UPDATE_IN_PROGRESS", "User Initiated", own=True),
        event("Older", "CREATE_FAILED", "something else"),
    ]
    found = first_failure(last_operation(newest_first))

    assert found is not None
    assert found.logical_id == "Jobs"
    assert first_failure(last_operation([event("shop", "CREATE_COMPLETE", own=True)])) is None
