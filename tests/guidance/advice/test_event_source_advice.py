"""Event source advice: what is legal, what settings come to, which are chosen, and the patch that writes them."""

from __future__ import annotations

import json
import random
import re
from array import array
from dataclasses import replace
from typing import Any

import botocore.session
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from guidance import check_template, facts, practices
from guidance.advice.event_source import access, cost, legal, slices
from guidance.advice.event_source.advise import recommend
from guidance.advice.event_source.choose import CHECKS
from guidance.advice.event_source.errors import EventSourceError
from guidance.advice.event_source.given import read_settings
from guidance.advice.event_source.lab import Lab, value
from guidance.advice.event_source.model import (
    Function,
    Objective,
    Outcome,
    Queue,
    Scenario,
    Settings,
    Source,
    Traffic,
    silent,
)
from guidance.advice.event_source.options import Option, space
from guidance.advice.event_source.patch import patch
from guidance.advice.event_source.properties import mapping_properties, snippet
from guidance.advice.event_source.request import (
    Advice,
    Constraints,
    IllegalSettingsError,
    Names,
    Request,
    UnmetConstraintError,
)
from guidance.template import parse

LIGHT = Function(memory_mb=512, timeout_seconds=30, base_ms=40, per_message_ms=8)
SAFE = Settings(batch_size=10, report_batch_item_failures=True)


def poisson(rate: float, seconds: float = 600, **more: Any) -> Traffic:
    chance, at, times = random.Random(1), 0.0, array("d")
    while (at := at + chance.expovariate(rate)) < seconds:
        times.append(at)
    return Traffic(times, seconds, **more)


def request(source: Source = Source.SQS, rate: float = 10, p95: float | None = 5, **more: Any) -> Request:
    lanes = more.pop("lanes", 1)
    limits = Constraints(p95_latency_seconds=p95, **more.pop("limits", {}))
    return Request(
        source=source, traffic=poisson(rate, lanes=lanes), **{"function": LIGHT, "constraints": limits, **more}
    )


# What is legal


def test_ranges_are_within_those_of_the_service_model() -> None:
    model = botocore.session.get_session().get_service_model("lambda")
    checked = 0
    for entry in legal.data()["settings"]:
        if entry["shape"]:
            shape = model.shape_for(entry["shape"]).metadata
            least = min(entry["minimum"], entry.get("also", entry["minimum"]))
            assert shape["min"] <= least, entry["name"]
            assert entry["maximum"] <= shape["max"], entry["name"]
            checked += 1

    assert checked >= 12


def test_every_name_of_the_api_exists_in_the_service_model() -> None:
    model = botocore.session.get_session().get_service_model("lambda")
    for entry in legal.data()["settings"]:
        if not entry.get("queue"):
            shape: Any = model.operation_model("CreateEventSourceMapping").input_shape
            for part in entry["api"].split("."):
                shape = shape.members[part]
            assert not entry["shape"] or shape.name == entry["shape"]


def test_the_table_and_the_facts_say_the_same() -> None:
    sqs, fifo = legal.ranges(Source.SQS), legal.ranges(Source.SQS_FIFO)

    assert sqs["batch_size"].maximum == facts.number("sqs.mapping.batch_size.maximum")
    assert fifo["batch_size"].maximum == facts.number("sqs.mapping.batch_size.maximum_fifo")
    assert sqs["maximum_concurrency"].minimum == facts.number("sqs.mapping.concurrency.minimum")
    assert sqs["maximum_concurrency"].maximum == facts.number("sqs.mapping.concurrency.maximum")
    assert sqs["minimum_pollers"].minimum == facts.number("sqs.mapping.pollers.minimum")
    assert sqs["visibility_timeout_seconds"].maximum == facts.number("sqs.visibility_timeout.maximum")
    assert sqs["message_retention_seconds"].maximum == facts.number("sqs.retention.maximum")
    assert all(entry["source"].startswith("https://") and entry["read"] for entry in legal.data()["settings"])


@pytest.mark.parametrize(
    ("source", "given_", "rule"),
    [
        ("sqs", {"batch_size": 10_001}, "batch_size is 10,001; for sqs it is 1 to 10,000"),
        ("sqs", {"batch_size": 0}, "batch_size is 0"),
        ("sqs", {"batch_size": 11}, "a batch_size over 10 needs a maximum_batching_window_seconds of at least 1"),
        ("sqs", {"batch_size": 10.5}, "batch_size has to be a whole number"),
        ("sqs", {"batch_size": "10"}, "batch_size has to be a whole number"),
        ("sqs", {"batch_size": True}, "batch_size has to be a whole number"),
        ("sqs", {"batch_size": float("nan")}, "batch_size has to be a whole number"),
        ("sqs_fifo", {"batch_size": 100}, "batch_size is 100; for sqs_fifo it is 1 to 10"),
        ("sqs_fifo", {"maximum_batching_window_seconds": 5}, "maximum_batching_window_seconds does not exist for sqs_fifo"),
        ("sqs", {"maximum_concurrency": 1}, "2 to 1,000"),
        ("sqs", {"ScalingConfig": {"MaximumConcurrency": 5000}}, "maximum_concurrency is 5,000; for sqs it is 2 to 1,000"),
        ("sqs", {"minimum_pollers": 2, "maximum_concurrency": 9}, "exclude each other"),
        ("sqs", {"minimum_pollers": 1}, "2 to 200"),
        ("sqs", {"minimum_pollers": 50, "maximum_pollers": 20}, "maximum_pollers is at least minimum_pollers"),
        ("sqs", {"bisect_batch_on_function_error": True}, "does not exist for sqs"),
        ("sqs", {"MaximumRetryAttempts": 3}, "maximum_retry_attempts does not exist for sqs"),
        ("sqs", {"DestinationConfig": {"OnFailure": {"Destination": "arn"}}}, "on_failure_destination does not exist for sqs"),
        ("sqs", {"FunctionResponseTypes": ["Nope"]}, "['ReportBatchItemFailures'] or []"),
        ("sqs", {"BatchSizee": 5}, "there is no such setting; did you mean 'BatchSize'"),
        ("sqs", {"visibility_timeout_seconds": 43_201}, "0 to 43,200"),
        ("kinesis", {"MaximumRecordAgeInSeconds": 30}, "60 to 604,800 or -1"),
        ("kinesis", {"parallelization_factor": 11}, "1 to 10"),
        ("kinesis", {"maximum_concurrency": 5}, "does not exist for kinesis"),
        ("dynamodb", {"tumbling_window_seconds": 901}, "0 to 900"),
        ("kafka", {"bisect_batch_on_function_error": True}, "need provisioned mode"),
        ("kafka", {"minimum_pollers": 500, "maximum_pollers": 5}, "1 to 200"),
        ("msk", {"maximum_pollers": 2001}, "1 to 2,000"),
    ],
)  # fmt: skip
def test_what_lambda_refuses_is_refused_with_the_rule(source: str, given_: dict[str, Any], rule: str) -> None:
    with pytest.raises(IllegalSettingsError) as error:
        read_settings(Source(source), given_)

    assert rule in str(error.value)
    assert len(str(error.value)) < 700


@pytest.mark.parametrize(
    ("source", "given_", "expected"),
    [
        ("sqs", {"BatchSize": 10_000, "MaximumBatchingWindowInSeconds": 1}, Settings(10_000, 1)),
        ("sqs", {"ProvisionedPollerConfig": {"MinimumPollers": 2, "MaximumPollers": 10_000}}, Settings(10, minimum_pollers=2, maximum_pollers=10_000)),
        ("sqs_fifo", {"ScalingConfig": {"MaximumConcurrency": 2}}, Settings(10, maximum_concurrency=2)),
        ("kinesis", {"MaximumRetryAttempts": -1, "FunctionResponseTypes": ["ReportBatchItemFailures"], "StartingPosition": "LATEST"}, Settings(100, report_batch_item_failures=True)),
        ("kafka", {"bisect_batch_on_function_error": True, "MaximumRetryAttempts": 3, "minimum_pollers": 1}, Settings(100, 0.5, minimum_pollers=1, bisect_batch_on_function_error=True, maximum_retry_attempts=3)),
        ("msk", {}, Settings(100, 0.5)),
    ],
)  # fmt: skip
def test_legal_settings_are_read_by_either_name(source: str, given_: dict[str, Any], expected: Settings) -> None:
    assert read_settings(Source(source), given_)[0] == expected


def test_a_queue_is_read_as_sqs_tells_it() -> None:
    redrive = json.dumps({"deadLetterTargetArn": "arn:aws:sqs:eu-west-1:123456789012:dead", "maxReceiveCount": 3})
    told = {"VisibilityTimeout": "90", "MessageRetentionPeriod": "1209600", "RedrivePolicy": redrive}

    assert read_settings(Source.SQS, told)[1] == Queue(90, 3, 1_209_600)


# What it costs


def test_costs_are_the_sum_of_their_parts() -> None:
    traffic = Traffic(array("d", [1.0] * 1000), 3600.0)
    outcome = Outcome(
        arrived=1000, processed=1000, filtered=0, p50_latency_seconds=1, p95_latency_seconds=1, p99_latency_seconds=1,
        max_latency_seconds=1, max_backlog=1, drain_seconds=1, left=0, peak_concurrency=1, mean_concurrency=1, invocations=100,
        failed_invocations=0, throttled_invocations=0, cold_starts=0, mean_batch=10, billed_seconds=50, requests=200,
        poller_hours=2, dead_letters=0, expired=0, reprocessed=0, duplicates=0, blocked_lane_seconds=0,
    )  # fmt: skip

    def priced(source: Source, region: str = "us-east-1", traffic: Traffic = traffic) -> Any:
        return cost.monthly(Scenario(source, SAFE, Queue(), replace(LIGHT, memory_mb=1024), traffic), outcome, region)

    found, hours = priced(Source.SQS), 730
    assert found.requests == pytest.approx(100 * hours * 2e-7)
    assert found.duration == pytest.approx(50 * hours * 1.66667e-5)
    assert found.calls == pytest.approx(200 * hours * 4e-7)
    assert found.pollers == pytest.approx(2 * hours * 0.00925)
    assert found.total == pytest.approx(found.requests + found.duration + found.calls + found.pollers)
    assert priced(Source.SQS_FIFO).calls == pytest.approx(200 * hours * 5e-7)
    assert priced(Source.KAFKA).pollers == pytest.approx(2 * hours * 0.0185)
    assert priced(Source.KINESIS).calls == priced(Source.DYNAMODB).calls == 0
    heavy = priced(Source.SQS, traffic=replace(traffic, message_bytes=20_000))  # ten of 20 kB are four chunks of 64 KB
    assert heavy.calls == pytest.approx((200 + 300) * hours * 4e-7)
    assert priced(Source.SQS, "mars-north-1").duration == found.duration


def test_prices_that_are_not_known_or_not_verified_are_said() -> None:
    told, notes = cost.basis(Source.SQS, "eu-west-1", provisioned=True)

    assert "Lambda eu-west-1" in told
    assert any("eu-west-1 are not in the data" in note for note in notes)
    assert any("is inferred" in note for note in notes)
    assert all(
        len(row["source"]) > 20 and row["read"]
        for row in (cost.table()["sqs"]["us-east-1"], cost.table()["pollers"]["sqs"])
    )


# What is chosen


@pytest.fixture(scope="module")
def advice() -> Advice:
    current, queue = Settings(batch_size=100, maximum_batching_window_seconds=2), Queue(20, None)
    function = replace(LIGHT, error_rate=0.01, poison_rate=0.001)
    return recommend(request(function=function, current=current, current_queue=queue, objective=Objective.COST))


def test_the_recommendation_holds_the_constraint_and_beats_the_default(advice: Advice) -> None:
    assert advice.recommended.outcome.p95_latency_seconds <= 5
    assert advice.recommended.outcome.left == 0
    assert all(check.holds for check in advice.checks)
    assert [check.name for check in advice.checks] == list(CHECKS)
    plain = recommend(request(objective=Objective.LATENCY))
    assert advice.recommended.cost.total < plain.recommended.cost.total
    assert plain.recommended.outcome.p95_latency_seconds < advice.recommended.outcome.p95_latency_seconds


def test_the_queue_has_six_timeouts_and_the_window_of_visibility(advice: Advice) -> None:
    window = advice.recommended.settings.maximum_batching_window_seconds

    assert advice.recommended.queue.visibility_timeout_seconds == 180 + window
    assert advice.recommended.queue.max_receive_count is not None
    assert advice.recommended.queue.max_receive_count >= 5
    assert advice.recommended.queue.message_retention_seconds >= 345_600
    assert advice.recommended.settings.report_batch_item_failures


def test_faults_of_the_current_settings_come_with_what_they_cost(advice: Advice) -> None:
    found = {each.id: each for each in advice.findings}

    assert {"refused-visibility-timeout", "missing-dead-letter-queue", "unreported-failures"} <= set(found)
    assert found["refused-visibility-timeout"].severity == "error"
    assert "below the function's timeout of 30 s: Lambda refuses" in found["refused-visibility-timeout"].message
    consequence = re.search(
        r"reprocessed per million ([\d,]+), without it ([\d,]+)", found["unreported-failures"].message
    )
    assert consequence
    before, after = (int(each.replace(",", "")) for each in consequence.groups())
    assert before > 10 * max(1, after)
    assert {practice for each in advice.findings for practice in each.practices} <= set(practices())
    assert advice.findings[0].severity == "error"


def test_alternatives_are_the_three_objectives_and_the_priced_mode(advice: Advice) -> None:
    names = ", ".join(each.name for each in advice.alternatives)
    by_name = {name: each.candidate for each in advice.alternatives for name in each.name.split(", ")}

    assert {"cheapest", "fastest", "balanced", "provisioned"} <= set(names.split(", "))
    assert by_name["provisioned"].cost.pollers > 0
    assert by_name["cheapest"].cost.total <= by_name["balanced"].cost.total
    assert by_name["fastest"].outcome.p95_latency_seconds <= by_name["balanced"].outcome.p95_latency_seconds


def test_the_same_request_and_seed_give_the_same_answer() -> None:
    one, other = (recommend(request(rate=3, p95=2)) for _ in range(2))

    assert one == other


@pytest.mark.parametrize(("rate", "limit"), [(2, 3), (0.5, 5)])
def test_no_setting_simulated_in_full_is_better(rate: float, limit: float) -> None:
    wanted = request(rate=rate, p95=limit, objective=Objective.COST)
    lab = Lab(space(wanted, {512: LIGHT}, limit), limit, silent, 1)
    every = [lab.tried(option) for option in lab.space.all()]
    best = min((each for each in every if each.holds), key=lambda each: value(each, Objective.COST, limit))
    given_ = recommend(wanted)

    own = lab.tried(Option(given_.recommended.settings, 512))
    assert value(own, Objective.COST, limit) <= 1.02 * value(best, Objective.COST, limit)


def test_caps_hold_for_full_batches() -> None:
    given_ = recommend(request(rate=20, p95=30, limits={"max_concurrency": 7, "downstream_per_second": 150.0}))
    settings = given_.recommended.settings

    assert settings.maximum_concurrency is not None
    assert settings.maximum_concurrency <= 7
    full = (40 + 8 * settings.batch_size) / 1000
    assert settings.maximum_concurrency * settings.batch_size / full <= 150


@pytest.mark.parametrize(
    ("limits", "p95", "function", "says", "needed"),
    [
        ({}, 0.01, LIGHT, "No settings hold p95_latency_seconds 0.01: the nearest, batch_size", "p95_latency_seconds"),
        ({"max_concurrency": 1}, 5, LIGHT, "No settings hold max_concurrency 1", "max_concurrency"),
        ({"downstream_per_second": 5.0}, 5, LIGHT, "messages a second come on average", "downstream_per_second"),
        ({"downstream_per_second": 12.0}, 5, LIGHT, "even 2 invocations at a time take", "downstream_per_second"),
        ({"max_concurrency": 5}, 5, replace(LIGHT, per_message_ms=2000), "No settings keep up", "max_concurrency"),
    ],
)  # fmt: skip
def test_a_constraint_that_nothing_holds_is_named_with_the_nearest(
    limits: dict[str, Any], p95: float, function: Function, says: str, needed: str
) -> None:
    with pytest.raises(UnmetConstraintError) as error:
        recommend(request(p95=p95, limits=limits, function=function))

    assert says in str(error.value)
    assert error.value.needed[needed] > 0


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"function": replace(LIGHT, base_ms=-1)}, "function.base_ms is -1"),
        ({"function": replace(LIGHT, per_message_ms=float("nan"))}, "function.per_message_ms is nan"),
        ({"function": replace(LIGHT, error_rate=2)}, "function.error_rate is 2: it goes from 0 to 0.9"),
        ({"function": replace(LIGHT, memory_mb=64)}, "function.memory_mb is 64"),
        ({"function": replace(LIGHT, timeout_seconds=1, per_message_ms=900)}, "function.timeout_seconds 1 is too short"),
        ({"p95": float("inf")}, "constraints.p95_latency_seconds is inf"),
        ({"p95": -1}, "constraints.p95_latency_seconds is -1"),
        ({"limits": {"max_concurrency": 0}}, "constraints.max_concurrency is 0"),
        ({"source": Source.KAFKA, "function": replace(LIGHT, timeout_seconds=900)}, "at most 840 seconds"),
        ({"names": Names(source_arn="arn:aws:s3:::bucket")}, "source_arn: 'arn:aws:s3:::bucket' is no ARN of sqs"),
        ({"durations_by_memory": {512: -5.0}}, "function.durations_by_memory"),
    ],
)  # fmt: skip
def test_absurd_figures_are_refused_by_name(change: dict[str, Any], says: str) -> None:
    with pytest.raises(EventSourceError) as error:
        recommend(request(**change))

    assert says in str(error.value)


def test_memory_is_chosen_together_with_the_batch_when_its_curve_is_given() -> None:
    heavy = replace(LIGHT, base_ms=400, per_message_ms=80)
    waiting = recommend(
        request(function=heavy, p95=20, objective=Objective.COST, durations_by_memory={512: 1200.0, 1024: 1190.0})
    )
    busy = recommend(
        request(function=heavy, p95=20, objective=Objective.LATENCY, durations_by_memory={512: 1200.0, 1024: 600.0})
    )

    assert waiting.recommended.memory_mb < 512
    assert busy.recommended.memory_mb > 512
    assert any("Durations by memory" in each for each in busy.assumptions)
    assert "MemorySize" in busy.template_patch


@pytest.mark.parametrize("source", [Source.KINESIS, Source.DYNAMODB, Source.MSK, Source.KAFKA, Source.SQS_FIFO])
def test_every_source_gets_legal_settings_and_honest_words(source: Source) -> None:
    given_ = recommend(
        request(source, rate=5, lanes=2, current=legal.defaults(source), current_queue=legal.default_queue(source))
    )

    for candidate in (given_.recommended, *(each.candidate for each in given_.alternatives)):
        assert not [*legal.outside(source, candidate.settings), *legal.broken(source, candidate.settings)]
    assert any("no published measurements" in each for each in given_.assumptions)
    assert given_.recommended.outcome.p95_latency_seconds <= 5


def test_a_poisoned_stream_is_found_to_stand_still() -> None:
    function = replace(LIGHT, poison_rate=0.002)
    given_ = recommend(
        request(
            Source.KINESIS,
            rate=5,
            lanes=2,
            p95=None,
            function=function,
            current=Settings(100),
            current_queue=Queue(0, None, 86_400),
        )
    )
    found = {each.id: each.message for each in given_.findings}

    assert {"endless-retries", "missing-failure-destination", "falling-behind"} <= set(found)
    assert "without it" in found["endless-retries"]
    assert given_.recommended.settings.maximum_retry_attempts is not None


def test_work_stops_when_it_is_told_to() -> None:
    class Stopped(BaseException):
        pass

    told: list[float] = []

    def step(done: float, _: str) -> None:
        told.append(done)
        if len(told) == 3:
            raise Stopped

    with pytest.raises(Stopped):
        recommend(request(rate=300), step=step)
    assert all(0 <= done <= 1 for done in told)


# Slices of a trace


def test_slices_find_the_busiest_minutes_and_are_never_empty() -> None:
    times = array("d", sorted([*poisson(1, 3600).times, *(1800 + time for time in poisson(50, 60).times)]))
    found = slices.cut(Traffic(times, 3600.0))

    assert len(found.busiest.times) >= 3000
    assert len(found.usual.times) > 0
    assert found.busiest.times[0] >= 0
    assert found.peak_per_second <= 80


@given(st.integers(0, 400), st.sampled_from([0.25, 1.0, 2.0, 2.5]))
@examples(max_examples=30)
def test_scaled_traffic_is_sorted_and_in_proportion(count: int, factor: float) -> None:
    traffic = Traffic(array("d", (float(each) for each in range(count))), float(count + 1))
    found = slices.scaled(traffic, factor, 1)

    assert list(found.times) == sorted(found.times)
    assert abs(len(found.times) - factor * count) <= 5 * (count + 1) ** 0.5
    assert all(0 <= time <= traffic.seconds for time in found.times)


# Policies


def test_a_policy_names_exactly_the_resource() -> None:
    arn = "arn:aws:kafka:eu-west-1:123456789012:cluster/orders/ab12-cd34-1"
    found = access.policy(Source.MSK, SAFE, Names(source_arn=arn, topic="orders", consumer_group="workers"))
    resources = {each["Sid"]: each["Resource"] for each in found["Statement"]}

    assert resources["ReadTopic"] == "arn:aws:kafka:eu-west-1:123456789012:topic/orders/ab12-cd34-1/orders"
    assert resources["JoinGroup"] == "arn:aws:kafka:eu-west-1:123456789012:group/orders/ab12-cd34-1/workers"
    assert resources["FindCluster"] == arn
    assert resources["AttachToNetwork"] == "*"  # these actions take no resource
    assert all("*" not in str(action) for each in found["Statement"] for action in each["Action"])


@pytest.mark.parametrize("partition", ["aws", "aws-cn", "aws-us-gov"])
def test_fifo_queues_and_other_partitions_have_policies(partition: str) -> None:
    arn = f"arn:{partition}:sqs:us-gov-west-1:123456789012:orders.fifo"

    assert access.policy(Source.SQS_FIFO, SAFE, Names(source_arn=arn))["Statement"][0]["Resource"] == arn


@given(st.text(min_size=1, max_size=40))
@examples(max_examples=40)
def test_no_name_becomes_another_statement(text: str) -> None:
    evil = Names(source_arn="arn:aws:kafka:eu-west-1:123456789012:cluster/a/b-1", topic=text + '"},{"Effect":"Allow"')
    with pytest.raises(EventSourceError, match="topic: "):
        access.policy(Source.MSK, SAFE, evil)
    for source in Source:
        with pytest.raises(EventSourceError, match="source_arn: "):
            access.policy(source, SAFE, Names(source_arn=f"arn:aws:sqs:eu-west-1:123456789012:{text}*"))


# Patches

TEMPLATE = """\
AWSTemplateFormatVersion: "2010-09-09"
Transform: AWS::Serverless-2016-10-31
Resources:
  Orders:
    Type: AWS::SQS::Queue
    Properties:
      VisibilityTimeout: 30  # the default
  Worker:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: src/
      Handler: app.handler
      Runtime: python3.13
      Timeout: 30
      Events:
        Queue:
          Type: SQS
          Properties:
            Queue: !GetAtt Orders.Arn
            BatchSize: 10
            ScalingConfig:
              MaximumConcurrency: 100
"""
PLAIN = """\
Resources:
  Stream:
    Type: AWS::Kinesis::Stream
    Properties:
      ShardCount: 2
  Worker:
    Type: AWS::Lambda::Function
    Properties:
      Role: arn:aws:iam::123456789012:role/worker
      Code: {ZipFile: "x"}
      Handler: index.handler
      Runtime: python3.13
  Mapping:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      FunctionName: !Ref Worker
      EventSourceArn: !GetAtt Stream.Arn
      StartingPosition: LATEST
      BatchSize: 100"""


def patched(text: str, diff: str) -> str:
    """The text after a unified diff, strictly: every line of context has to be there."""
    lines, out, at = text.split("\n"), [], 0
    for hunk in re.split(r"(?m)^(?=@@ )", diff)[1:]:
        head, *body = hunk.split("\n")
        start = int(re.match(r"@@ -(\d+)", head)[1]) - 1  # type: ignore[index]
        out += lines[at:start]
        at = start
        for line in body:
            if line[:1] in {" ", "-"}:
                assert lines[at] == line[1:]
                at += 1
            if line[:1] in {" ", "+"}:
                out.append(line[1:])
    return "\n".join([*out, *lines[at:]])


legal_settings: st.SearchStrategy[Settings] = st.builds(
    Settings,
    batch_size=st.integers(1, 10_000),
    maximum_batching_window_seconds=st.integers(1, 300),
    maximum_concurrency=st.none() | st.integers(2, 1000),
    report_batch_item_failures=st.just(True),
)


@given(legal_settings, st.integers(30, 43_200), st.integers(1, 1000), st.booleans())
@examples(max_examples=30)
def test_a_patch_applies_and_the_template_then_has_the_settings(
    settings: Settings, visibility: int, receives: int, ended: bool
) -> None:
    text = TEMPLATE if ended else TEMPLATE.rstrip("\n")
    made = patch(text, "template.yaml", Source.SQS, settings, Queue(visibility, receives, 345_600))

    after = parse(patched(text, made.diff).replace("\n\\ No newline at end of file", ""))
    event = after.declared["Worker"].get("Events", "Queue", "Properties")
    wanted = mapping_properties(Source.SQS, settings)
    assert made.notes == ()
    assert event.get("BatchSize").integer() == wanted["BatchSize"]
    assert event.get("MaximumBatchingWindowInSeconds").integer() == wanted["MaximumBatchingWindowInSeconds"]
    assert event.get("ScalingConfig", "MaximumConcurrency").integer() == settings.maximum_concurrency
    assert [each.text() for each in event.get("FunctionResponseTypes").items()] == ["ReportBatchItemFailures"]
    queue = after.declared["Orders"]
    assert queue.get("VisibilityTimeout").integer() == visibility
    assert queue.get("RedrivePolicy", "maxReceiveCount").integer() == receives
    assert after.declared["OrdersDeadLettersAlarm"].type == "AWS::CloudWatch::Alarm"
    again = patch(patched(text, made.diff), "template.yaml", Source.SQS, settings, Queue(visibility, receives, 345_600))
    assert again.diff == ""


def test_a_plain_mapping_without_a_last_line_end_is_patched_too() -> None:
    settings = Settings(
        50, 1, report_batch_item_failures=True, parallelization_factor=4, bisect_batch_on_function_error=True,
        maximum_retry_attempts=5, on_failure_destination=True,
    )  # fmt: skip
    made = patch(PLAIN, "infra/app.yaml", Source.KINESIS, settings, Queue())

    assert made.diff.startswith("--- a/infra/app.yaml\n+++ b/infra/app.yaml\n")
    assert "\\ No newline at end of file" in made.diff
    for line in (
        "BatchSize: 50",
        "ParallelizationFactor: 4",
        "MaximumRetryAttempts: 5",
        "OnFailure:",
        "MappingFailures:",
    ):
        assert re.search(rf"(?m)^\+ *{line}", made.diff)
    assert made.notes == ("The function's role needs sqs:SendMessage on MappingFailures.",)


def test_a_patched_template_breaks_no_rule_of_queues_and_streams() -> None:
    queue = patch(TEMPLATE, "t.yaml", Source.SQS, Settings(25, 2, 5, report_batch_item_failures=True), Queue(182, 5))
    controls = replace(SAFE, bisect_batch_on_function_error=True, maximum_retry_attempts=5, on_failure_destination=True)
    stream = patch(PLAIN, "t.yaml", Source.KINESIS, controls, Queue())

    for text, made, left in ((TEMPLATE, queue, set()), (PLAIN, stream, {"streams-latest-start"})):
        before, after = (
            {
                each.rule_id
                for each in check_template(each, schema=False, sam=False).findings
                if each.rule_id.startswith(("sqs", "streams"))
            }
            for each in (text, patched(text, made.diff).replace("\n\\ No newline at end of file", ""))
        )
        assert len(before) >= 3
        assert after == left


def test_values_that_come_from_elsewhere_are_left_to_the_person() -> None:
    text = TEMPLATE.replace("BatchSize: 10", "BatchSize: !Ref Size").replace(
        "Resources:", "Parameters:\n  Size:\n    Type: Number\nResources:"
    )
    made = patch(text, "t.yaml", Source.SQS, Settings(20, 1, report_batch_item_failures=True), Queue(180, 5))

    assert any("BatchSize is not a plain value here: set it to 20" in note for note in made.notes)
    assert "!Ref Size" in patched(text, made.diff)
    assert "ScalingConfig" not in patched(text, made.diff)


def test_a_template_with_none_or_several_mappings_says_so() -> None:
    other = TEMPLATE.replace("Worker", "Mailer").split("Resources:\n")[1].split("  Mailer:")[1]
    two = TEMPLATE + "  Mailer:" + other
    none = patch(PLAIN, "t.yaml", Source.SQS, SAFE, Queue())

    assert (none.found, none.diff) == (False, "")
    assert "no event source mapping of sqs" in none.notes[0]
    assert "Mailer, Worker: pass one as `function_name`" in patch(two, "t.yaml", Source.SQS, SAFE, Queue()).notes[0]
    assert patch(two, "t.yaml", Source.SQS, SAFE, Queue(180, 5), function="Mailer").found


@pytest.mark.parametrize("source", list(Source))
def test_a_snippet_is_a_template(source: Source) -> None:
    settings = replace(
        SAFE, on_failure_destination=not source.queue, maximum_retry_attempts=None if source.queue else 5,
        minimum_pollers=2 if source.kafka else None, maximum_pollers=4 if source.kafka else None,
    )  # fmt: skip
    parsed = parse(snippet(source, settings, Queue(180, 5), 1024))
    (mapping,) = [each for each in parsed.declared.values() if each.type == "AWS::Serverless::Function"]

    assert mapping.get("Events", "Source", "Properties", "BatchSize").integer() == 10
    assert any(each.type == "AWS::CloudWatch::Alarm" for each in parsed.declared.values())
