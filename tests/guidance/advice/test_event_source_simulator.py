"""The simulator beside queueing theory, published runs and the documentation; and what holds for every run."""

from __future__ import annotations

import math
import statistics
from array import array
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guidance.advice.event_source import fifo_queue, queue_run, standard_queue
from guidance.advice.event_source.arrivals import from_rate, from_shape
from guidance.advice.event_source.behaviour import Behaviour, behaviour, constants
from guidance.advice.event_source.errors import ScenarioError
from guidance.advice.event_source.model import Function, Outcome, Queue, Scenario, Settings, Source, Traffic
from guidance.advice.event_source.randomness import marked, stream
from guidance.advice.event_source.simulate import simulate

some = settings(max_examples=40, deadline=None)
LONG = Queue(visibility_timeout_seconds=43_200, message_retention_seconds=1_209_600)


def evenly(count: float, seconds: float, **rest: Any) -> Traffic:
    """So many messages at equal distances."""
    return Traffic(array("d", [number * seconds / count for number in range(int(count))]), seconds, **rest)


def run(
    traffic: Traffic, mapping: Settings | None = None, function: Function | None = None, queue: Queue | None = None,
    source: Source = Source.SQS, *, seed: int = 1, constants: Behaviour | None = None, keep: bool = False,
) -> Outcome:  # fmt: skip
    scenario = Scenario(source, mapping or Settings(10), queue or Queue(30, 5), function or Function(), traffic, seed)
    return simulate(scenario, keep_latencies=keep, constants=constants)


# Theory


def still(servers: int) -> Behaviour:
    """A queue with so many servers and nothing else: no overhead, growth, scale-in or polling interval."""
    return replace(
        behaviour(), sqs_start_concurrency=servers, sqs_idle_concurrency=servers, sqs_overhead_seconds=0.0,
        sqs_scale_in_share=0.0, stream_overhead_seconds=0.0, kinesis_poll_seconds=0.0, dynamodb_poll_seconds=0.0,
    )  # fmt: skip


def wanted_mean(servers: int, load: float, cv: float) -> float:
    """Of single messages of 100 ms: Pollaczek and Khinchine for one server, Allen and Cunneen for more."""
    term, total = 1.0, 0.0
    for number in range(servers):
        total += term
        term *= load * servers / (number + 1)
    tail = term / (1 - load)
    return 0.1 + tail / (total + tail) * 0.1 / (servers * (1 - load)) * (1 + cv * cv) / 2


@pytest.mark.parametrize("source", [Source.SQS, Source.SQS_FIFO, Source.KINESIS, Source.DYNAMODB])
@pytest.mark.parametrize(("load", "cv"), [(0.5, 0.0), (0.6, 0.5), (0.7, 1.0)])
def test_one_poller_waits_as_pollaczek_and_khinchine_say(source: Source, load: float, cv: float) -> None:
    traffic = from_rate(load * 10, 6_000, groups=1)
    function = Function(base_ms=100, per_message_ms=0, duration_cv=cv, cold_start_ms=0)
    only = Settings(1, maximum_concurrency=1 if source.queue else None)
    found = run(traffic, only, function, LONG, source, constants=still(1), keep=True).latencies

    # at the highest load here the mean of 42,000 waits has a standard error of about 3 %; `benchmarks.event_source` takes more
    assert statistics.fmean(found) == pytest.approx(wanted_mean(1, load, cv), rel=0.07)


@pytest.mark.parametrize(("servers", "load", "cv"), [(10, 0.8, 0.0), (10, 0.8, 1.0), (50, 0.9, 0.5)])
def test_many_pollers_wait_as_allen_and_cunneen_say(servers: int, load: float, cv: float) -> None:
    rate = load * servers * 10
    function = Function(base_ms=100, per_message_ms=0, duration_cv=cv, cold_start_ms=0)
    found = run(
        from_rate(rate, 100_000 / rate),
        Settings(1, maximum_concurrency=servers),
        function,
        LONG,
        constants=still(servers),
        keep=True,
    ).latencies

    assert statistics.fmean(found) == pytest.approx(wanted_mean(servers, load, cv), rel=0.025)


def test_one_poller_gathers_the_first_message_and_what_comes_in_its_window() -> None:
    function = Function(base_ms=0, per_message_ms=0, cold_start_ms=0)
    outcome = run(
        from_rate(5, 20_000), Settings(1000, 2.0, maximum_concurrency=1), function, LONG, constants=still(1), keep=True
    )

    assert outcome.mean_batch == pytest.approx(1 + 5 * 2.0, rel=0.02)
    # the first of a batch waits the window, each other half of it on average
    assert statistics.fmean(outcome.latencies) == pytest.approx((2.0 + 10 * 1.0) / 11, rel=0.02)


# Published runs of rehanvdm.com; constants were fitted to 200 and 600 ms, and to 1 and 10 % errors


def single(milliseconds: float, errors: float = 0.0) -> Function:
    return Function(
        base_ms=milliseconds, per_message_ms=0, duration_cv=0.02, cold_start_ms=200, error_rate=errors, account_concurrency=3000
    )  # fmt: skip


@pytest.mark.parametrize(
    ("milliseconds", "cold", "seconds"), [(100, 195, 70), (200, 358, 80), (400, 795, 170), (600, 1060, 210)]
)
def test_the_published_ramps_come_out_within_15_percent(milliseconds: int, cold: int, seconds: int) -> None:
    outcome = run(evenly(800 * 250, 250), Settings(1), single(milliseconds), Queue(30))
    points = [point for point in outcome.timeline if point.at_seconds > 10]
    drained = next((point.at_seconds for point in points if point.backlog < 400), 250)

    assert outcome.cold_starts == pytest.approx(cold, rel=0.15)
    assert math.ceil(drained / 10) * 10 == pytest.approx(seconds, rel=0.15)


@pytest.mark.parametrize(("errors", "throughput"), [(0.05, 500), (0.1, 300)])
def test_errors_cost_as_much_throughput_as_was_published(errors: float, throughput: int) -> None:
    outcome = run(evenly(2000 * 300, 300), Settings(1), single(50, errors), Queue(30))
    late = [point for point in outcome.timeline if 150 <= point.at_seconds < 300]
    grown = (late[-1].backlog - late[0].backlog) / (late[-1].at_seconds - late[0].at_seconds)

    assert 2000 - grown == pytest.approx(throughput, rel=0.1)


@pytest.mark.parametrize(("milliseconds", "most"), [(400, 120), (400, 90), (400, 60), (50, 25)])
def test_a_maximum_concurrency_is_reached_and_never_passed(milliseconds: int, most: int) -> None:
    outcome = run(
        evenly(1.3 * most / milliseconds * 1000 * 60, 60),
        Settings(1, maximum_concurrency=most),
        single(milliseconds),
        Queue(30),
    )

    assert outcome.peak_concurrency == most


# Documented behaviour


def test_on_demand_grows_by_300_a_minute_from_5_and_stops_at_1250() -> None:
    slow = Function(base_ms=20_000, per_message_ms=0, duration_cv=0, cold_start_ms=0, account_concurrency=5000)
    outcome = run(evenly(40_000, 300), Settings(1), slow, Queue(180, 5))
    lag = behaviour().sqs_growth_lag_seconds
    at = {round(point.at_seconds): point.concurrency for point in outcome.timeline}
    minute = min(at, key=lambda second: abs(second - 60 - lag))

    assert at[minute] == pytest.approx(5 + 5 * (minute - lag), rel=0.05)
    assert outcome.peak_concurrency == 1250


def test_provisioned_pollers_run_ten_each_and_grow_by_1000_a_minute() -> None:
    slow = Function(base_ms=20_000, per_message_ms=0, duration_cv=0, cold_start_ms=0, account_concurrency=5000)
    most = Settings(1, minimum_pollers=2, maximum_pollers=50)
    outcome = run(evenly(20_000, 100), most, slow, Queue(180, 5))
    early = next(point for point in outcome.timeline if point.at_seconds >= 12)

    assert outcome.peak_concurrency == 500
    assert early.concurrency == pytest.approx(20 + early.at_seconds * 1000 / 60, rel=0.25)
    assert 0 < outcome.poller_hours < 50


def test_two_provisioned_pollers_receive_no_more_than_twenty_times_a_second() -> None:
    fast = Function(base_ms=1, per_message_ms=0, cold_start_ms=0)
    few = Settings(10, minimum_pollers=2, maximum_pollers=2)
    outcome = run(evenly(500 * 60, 60), few, fast)

    assert outcome.max_backlog == pytest.approx((500 - 2 * 10 * 10) * 60, rel=0.05)


def test_reserved_concurrency_throttles_and_is_never_passed() -> None:
    outcome = run(evenly(6000, 60), Settings(1), Function(base_ms=400, reserved_concurrency=10))

    assert outcome.peak_concurrency == 10
    assert outcome.throttled_invocations > 0


def test_maximum_concurrency_below_the_reserved_avoids_throttles() -> None:
    outcome = run(evenly(6000, 60), Settings(1, maximum_concurrency=10), Function(base_ms=400, reserved_concurrency=10))

    assert outcome.throttled_invocations == 0


def test_a_batch_closes_at_the_payload_limit() -> None:
    outcome = run(evenly(2000, 20, message_bytes=1_048_576), Settings(1000, 5.0), Function(base_ms=10))

    assert outcome.mean_batch <= 5


def test_an_invocation_that_outlasts_the_visibility_timeout_is_repeated() -> None:
    slow = Function(base_ms=3000, per_message_ms=0, timeout_seconds=10, cold_start_ms=0, duration_cv=0)
    short = run(evenly(300, 60), Settings(10), slow, Queue(2))
    enough = run(evenly(300, 60), Settings(10), slow, Queue(60))

    assert (enough.duplicates, enough.reprocessed) == (0, 0)
    assert short.duplicates > 0
    assert short.reprocessed >= short.duplicates
    assert short.invocations > enough.invocations


def test_a_function_that_times_out_fails_its_batch() -> None:
    outcome = run(
        evenly(20, 20),
        Settings(1),
        Function(base_ms=5000, timeout_seconds=3, duration_cv=0, cold_start_ms=0),
        Queue(10, 2),
    )

    assert (outcome.processed, outcome.dead_letters) == (0, 20)
    assert outcome.failed_invocations == outcome.invocations == 40
    assert outcome.billed_seconds == pytest.approx(40 * 3, rel=0.01)


def test_filtered_messages_are_deleted_without_an_invocation() -> None:
    half, all_of_them = (run(evenly(1000, 100), Settings(10, filtered_share=share)) for share in (0.5, 1.0))

    assert half.filtered + half.processed == 1000
    assert half.filtered == pytest.approx(500, rel=0.1)
    assert (all_of_them.filtered, all_of_them.invocations, all_of_them.processed) == (1000, 0, 0)


def test_messages_that_fail_for_longer_than_the_retention_are_lost_without_a_dead_letter_queue() -> None:
    outcome = run(evenly(10, 10), Settings(1), Function(error_rate=1), Queue(30, None, 60))

    assert (outcome.expired, outcome.left, outcome.dead_letters) == (10, 0, 0)


@pytest.mark.parametrize("source", list(Source))
def test_nothing_is_processed_past_its_retention(source: Source) -> None:
    slow = Function(base_ms=1000, per_message_ms=0, duration_cv=0, cold_start_ms=0, reserved_concurrency=3)
    outcome = run(
        evenly(6000, 300, lanes=3, groups=50), Settings(1, maximum_concurrency=2), slow, Queue(30, None, 60), source
    )

    assert outcome.expired > 1000
    assert outcome.left == 0
    assert 55 < outcome.max_latency_seconds < 60 + 12


def test_environments_go_cold_when_nothing_came_for_long() -> None:
    times = array("d", [*(number / 50 for number in range(100)), *(1000 + number / 50 for number in range(100))])
    once, twice = (run(Traffic(array("d", part), part[-1] + 1)) for part in (times[:100], times))

    # by then two pollers are left
    assert twice.cold_starts == once.cold_starts + 2


def test_idle_pollers_still_receive() -> None:
    quiet = run(Traffic(array("d", [0.0]), 3600))

    # two pollers' long polls of 20 s, and the five of the beginning
    assert 2 * 3600 / 20 <= quiet.requests <= 5 * 3600 / 20 + 2


# Failures


def poison(count: int, share: float, seed: int = 1) -> int:
    return len(marked(count, share, stream(seed, "poison")))


@pytest.mark.parametrize("batch", [1, 10, 100])
def test_a_poison_message_costs_only_itself_with_partial_responses(batch: int) -> None:
    mapping = Settings(batch, 1.0, report_batch_item_failures=True)
    outcome = run(from_rate(50, 300), mapping, Function(poison_rate=0.01), Queue(30, 3))

    assert outcome.dead_letters == poison(outcome.arrived, 0.01) > 0
    assert (outcome.reprocessed, outcome.failed_invocations, outcome.left) == (0, 0, 0)


def test_without_partial_responses_good_messages_are_repeated_and_lost() -> None:
    traffic, function, queue = from_rate(100, 300), Function(poison_rate=0.002, error_rate=0.01), Queue(180, 3)
    whole, partial = (
        run(traffic, Settings(100, 1.0, report_batch_item_failures=each), function, queue) for each in (False, True)
    )

    assert partial.reprocessed == 0
    assert whole.reprocessed > 10 * partial.dead_letters
    assert whole.dead_letters > 5 * partial.dead_letters
    assert whole.p95_latency_seconds > 10 * partial.p95_latency_seconds


def test_a_group_stands_still_behind_its_failure_and_others_do_not() -> None:
    outcome = run(
        evenly(1200, 120, groups=20), Settings(1), Function(poison_rate=0.01), Queue(30, 2), Source.SQS_FIFO, keep=True
    )

    assert outcome.dead_letters == poison(1200, 0.01)
    assert outcome.blocked_lane_seconds == pytest.approx(60 * outcome.dead_letters, rel=0.05)
    assert outcome.p50_latency_seconds < 1 < outcome.p99_latency_seconds
    assert outcome.peak_concurrency <= 20


def test_a_shard_waits_for_ever_behind_a_poison_record_by_default() -> None:
    traffic = evenly(6000, 600, lanes=2, groups=50)
    outcome = run(traffic, Settings(100), Function(poison_rate=0.001), Queue(30, None, 86_400), Source.KINESIS)

    assert outcome.left > 100
    assert outcome.blocked_lane_seconds > 600


@pytest.mark.parametrize("destination", [True, False])
def test_bisecting_isolates_poison_records(*, destination: bool) -> None:
    mapping = Settings(
        100, 5.0, bisect_batch_on_function_error=True, maximum_retry_attempts=2, on_failure_destination=destination
    )
    outcome = run(evenly(6000, 600, lanes=2), mapping, Function(poison_rate=0.001), source=Source.DYNAMODB)
    lost = outcome.arrived - outcome.processed

    assert 0 < lost < 20
    assert (outcome.dead_letters, outcome.expired) == ((lost, 0) if destination else (0, lost))
    assert outcome.left == 0


def test_giving_up_without_bisecting_loses_whole_batches() -> None:
    traffic, function = evenly(6000, 600, lanes=2), Function(poison_rate=0.001)
    whole, split = (
        run(
            traffic,
            Settings(100, 5.0, maximum_retry_attempts=2, bisect_batch_on_function_error=each),
            function,
            source=Source.KINESIS,
        )
        for each in (False, True)
    )

    assert whole.expired > 10 * split.expired > 0


def test_records_past_their_maximum_age_are_given_up() -> None:
    mapping = Settings(10, maximum_record_age_seconds=60, on_failure_destination=True)
    outcome = run(evenly(600, 300), mapping, Function(error_rate=1), source=Source.KINESIS)

    assert (outcome.dead_letters, outcome.processed, outcome.left) == (600, 0, 0)


# Streams and Kafka


@pytest.mark.parametrize("parts", [1, 4])
def test_a_stream_runs_as_many_batches_as_shards_times_factor(parts: int) -> None:
    mapping = Settings(10, parallelization_factor=parts)
    outcome = run(evenly(30_000, 60, lanes=3, groups=500), mapping, Function(base_ms=500), source=Source.KINESIS)

    assert outcome.peak_concurrency == 3 * parts


@pytest.mark.parametrize(("source", "interval"), [(Source.KINESIS, 1.0), (Source.DYNAMODB, 0.25)])
def test_a_shard_is_polled_at_its_base_rate(source: Source, interval: float) -> None:
    quick = Function(base_ms=1, per_message_ms=0, cold_start_ms=0, duration_cv=0)
    found = run(from_rate(3, 3000), Settings(100), quick, source=source, keep=True)

    assert statistics.fmean(found.latencies) == pytest.approx(interval / 2 + 0.021, rel=0.05)
    assert found.max_latency_seconds <= interval + 0.05


def test_kafka_is_bounded_by_partitions_and_pollers() -> None:
    traffic, slow = evenly(60_000, 600, lanes=12, groups=500), Function(base_ms=1000, per_message_ms=0)
    provisioned = Settings(10, 0.5, minimum_pollers=1, maximum_pollers=1)
    default, one = (run(traffic, each, slow, source=Source.MSK) for each in (Settings(10, 0.5), provisioned))

    assert one.peak_concurrency == 5
    assert one.poller_hours == pytest.approx((600 + one.drain_seconds) / 3600, rel=0.02)
    assert 5 < default.peak_concurrency <= 12
    assert default.poller_hours == 0


# What holds for every run

sources = st.sampled_from(list(Source))
functions = st.builds(
    Function,
    base_ms=st.sampled_from([0, 20, 400]), per_message_ms=st.sampled_from([0, 3]), duration_cv=st.sampled_from([0, 0.3]),
    timeout_seconds=st.sampled_from([1, 30]), cold_start_ms=st.sampled_from([0, 500]), error_rate=st.sampled_from([0, 0.02, 0.3]),
    poison_rate=st.sampled_from([0, 0.01, 0.2]), reserved_concurrency=st.sampled_from([None, 1, 4]),
)  # fmt: skip
mappings = st.builds(
    Settings,
    batch_size=st.sampled_from([1, 3, 10, 100]), maximum_batching_window_seconds=st.sampled_from([0, 1, 20]),
    maximum_concurrency=st.sampled_from([None, 2, 10]), report_batch_item_failures=st.booleans(),
    parallelization_factor=st.sampled_from([1, 3]), bisect_batch_on_function_error=st.booleans(),
    maximum_retry_attempts=st.sampled_from([None, 0, 2]), maximum_record_age_seconds=st.sampled_from([None, 60]),
    on_failure_destination=st.booleans(), filtered_share=st.sampled_from([0, 0.3]),
)  # fmt: skip
pollers = st.sampled_from([(None, None), (None, None), (2, 20)])
queues = st.builds(
    Queue,
    visibility_timeout_seconds=st.sampled_from([1, 10, 60]), max_receive_count=st.sampled_from([None, 1, 3]),
    message_retention_seconds=st.sampled_from([60, 345_600]),
)  # fmt: skip


@st.composite
def traffics(draw: st.DrawFn) -> Traffic:
    gaps = draw(st.lists(st.sampled_from([0.0, 0.001, 0.05, 1.0, 30.0]), max_size=150))
    times, now = array("d"), 0.0
    for gap in gaps:
        now += gap
        times.append(now)
    bytes_each = draw(st.sampled_from([100, 200_000]))
    return Traffic(times, now + 1, bytes_each, draw(st.sampled_from([1, 7])), draw(st.sampled_from([1, 3])))


@given(sources, traffics(), mappings, pollers, functions, queues, st.integers(0, 3))
@settings(max_examples=250, deadline=None)
def test_every_message_ends_in_one_place(
    source: Source, traffic: Traffic, mapping: Settings, provisioned: tuple[int | None, int | None], function: Function,
    queue: Queue, seed: int,
) -> None:  # fmt: skip
    minimum, maximum = provisioned
    if minimum is not None:
        mapping = replace(mapping, maximum_concurrency=None)
    mapping = replace(mapping, minimum_pollers=minimum, maximum_pollers=maximum)
    found = run(traffic, mapping, function, queue, source, seed=seed, keep=True)
    ends = found.processed + found.filtered + found.dead_letters + found.expired + found.left

    assert found.arrived == len(traffic.times) == ends
    assert all(getattr(found, each.name) >= 0 for each in fields(Outcome) if each.name not in {"timeline", "latencies"})
    assert len(found.latencies) == found.processed
    assert list(found.latencies) == sorted(found.latencies)
    assert (
        found.p50_latency_seconds
        <= found.p95_latency_seconds
        <= found.p99_latency_seconds
        <= found.max_latency_seconds + 1e-9
    )
    assert len(found.timeline) <= 240
    assert found.peak_concurrency <= (function.reserved_concurrency or function.account_concurrency)
    assert found.mean_batch <= mapping.batch_size
    assert found == run(traffic, mapping, function, queue, source, seed=seed, keep=True)


@given(traffics(), st.sampled_from([1, 3, 10]), functions, st.sampled_from([(2, 4), (3, 20), (5, 50)]))
@some
def test_more_concurrency_never_means_more_backlog(
    traffic: Traffic, batch: int, function: Function, limits: tuple[int, int]
) -> None:
    calm = replace(function, error_rate=0, poison_rate=0, reserved_concurrency=None, duration_cv=0, timeout_seconds=30)
    few, many = (
        run(traffic, Settings(batch, maximum_concurrency=most), calm, LONG, constants=still(most)) for most in limits
    )

    assert many.max_backlog <= few.max_backlog
    assert many.max_latency_seconds <= few.max_latency_seconds * 1.01 + 0.5


@given(traffics(), st.sampled_from([2, 10, 100]), st.sampled_from([0.01, 0.1]), st.sampled_from([1, 3]))
@some
def test_partial_responses_never_mean_more_dead_letters(
    traffic: Traffic, batch: int, share: float, receives: int
) -> None:
    function, queue = Function(poison_rate=share), Queue(60, receives)
    whole, partial = (
        run(traffic, Settings(batch, 1.0, report_batch_item_failures=each), function, queue) for each in (False, True)
    )

    assert partial.dead_letters <= whole.dead_letters
    assert partial.dead_letters == poison(len(traffic.times), share)


@pytest.mark.parametrize(
    ("mapping", "function"),
    [
        (Settings(10), Function(duration_cv=0)),
        (Settings(1), Function(duration_cv=0, base_ms=200)),
        (Settings(10, maximum_concurrency=5), Function(duration_cv=0, base_ms=200)),
        (Settings(10, minimum_pollers=2, maximum_pollers=20), Function(duration_cv=0)),
        (Settings(10, report_batch_item_failures=True), Function(duration_cv=0, poison_rate=0.01, error_rate=0.02)),
    ],
)  # fmt: skip
def test_the_quick_ways_come_to_what_the_events_one_by_one_come_to(
    mapping: Settings, function: Function, monkeypatch: pytest.MonkeyPatch
) -> None:
    traffic = from_shape("needle-point", 40, 700)
    quick = run(traffic, mapping, function, keep=True)
    monkeypatch.setattr(standard_queue, "smooth", lambda _, until: until)
    monkeypatch.setattr(standard_queue, "brisk", lambda _, until: until)
    slow = run(traffic, mapping, function, keep=True)

    assert quick.processed == slow.processed
    assert quick.invocations == pytest.approx(slow.invocations, rel=0.005)
    assert statistics.fmean(quick.latencies) == pytest.approx(statistics.fmean(slow.latencies), rel=0.01)
    assert (quick.peak_concurrency, quick.cold_starts) == (slow.peak_concurrency, slow.cold_starts)


@pytest.mark.parametrize("most", [None, 8])
def test_the_quick_way_of_a_fifo_queue_comes_to_the_same(most: int | None, monkeypatch: pytest.MonkeyPatch) -> None:
    traffic, mapping, function = (
        from_rate(80, 200, groups=30),
        Settings(10, maximum_concurrency=most),
        Function(duration_cv=0),
    )
    quick = run(traffic, mapping, function, source=Source.SQS_FIFO, keep=True)
    monkeypatch.setattr(fifo_queue, "orderly", lambda *_: True)
    slow = run(traffic, mapping, function, source=Source.SQS_FIFO, keep=True)

    assert quick.processed == slow.processed
    assert quick.invocations == pytest.approx(slow.invocations, rel=0.005)
    assert statistics.fmean(quick.latencies) == pytest.approx(statistics.fmean(slow.latencies), rel=0.01)


def test_a_fifo_queue_whose_pollers_shrank_does_not_grow_before_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    traffic, function = from_rate(10, 900), Function(duration_cv=0)
    quick = run(traffic, None, function, source=Source.SQS_FIFO, keep=True)
    monkeypatch.setattr(fifo_queue, "orderly", lambda *_: True)
    slow = run(traffic, None, function, source=Source.SQS_FIFO, keep=True)

    assert quick.invocations == slow.invocations
    assert quick.p99_latency_seconds == slow.p99_latency_seconds


@pytest.mark.parametrize("source", [Source.SQS, Source.SQS_FIFO])
def test_seconds_in_which_nothing_happens_come_to_what_they_come_to_one_by_one(
    source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    traffic, function = from_rate(0.5, 300), Function(duration_cv=0, error_rate=0.05, poison_rate=0.02)
    skipped = run(traffic, None, function, Queue(900, 4), source, keep=True)
    monkeypatch.setattr(queue_run, "skip", lambda *_: None)
    told = run(traffic, None, function, Queue(900, 4), source, keep=True)

    assert skipped.dead_letters > 0
    assert skipped == told


def test_another_seed_is_another_run_of_the_same_traffic() -> None:
    traffic, function = from_rate(50, 60), Function(error_rate=0.05)
    one, two = (run(traffic, None, function, seed=seed) for seed in (1, 2))

    assert one != two
    assert one.arrived == two.arrived


def test_a_sample_of_latencies_has_the_quantiles_of_all() -> None:
    traffic = from_rate(1000, 500)
    sample, every = run(traffic), run(traffic, keep=True)

    assert len(every.latencies) == every.processed
    assert sample.latencies == ()
    assert sample.p95_latency_seconds == pytest.approx(every.p95_latency_seconds, rel=0.02)
    assert sample.max_latency_seconds == every.max_latency_seconds


class StopError(Exception):
    pass


@pytest.mark.parametrize("source", list(Source))
def test_a_run_says_how_far_it_is_and_can_be_stopped(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("guidance.advice.event_source.tally.STEP_SECONDS", 0.0)
    told: list[float] = []

    def step(done: float, doing: str) -> None:
        told.append(done)
        assert doing
        if done > 0.5:
            raise StopError

    scenario = Scenario(source, Settings(10), Queue(), Function(), from_rate(20, 100, lanes=3))
    with pytest.raises(StopError):
        simulate(scenario, step=step)

    assert told == sorted(told)
    assert len(told) > 5
    assert 0.5 < told[-1] <= 0.6


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"function": Function(error_rate=1.5)}, "error_rate is 1.5; it is a share, from 0 to 1"),
        ({"function": Function(poison_rate=math.nan)}, "poison_rate is nan"),
        ({"function": Function(base_ms=-1)}, "base_ms is -1; it cannot be negative"),
        ({"function": Function(per_message_ms=math.inf)}, "per_message_ms is inf"),
        ({"function": Function(timeout_seconds=0)}, "timeout_seconds is 0; it has to be more than 0"),
        ({"function": Function(reserved_concurrency=0)}, "switched off"),
        ({"settings": Settings(0)}, "batch_size is 0"),
        ({"settings": Settings(10, filtered_share=-0.1)}, "filtered_share is -0.1"),
        ({"settings": Settings(10, math.nan)}, "maximum_batching_window_seconds is nan"),
        ({"queue": Queue(-1)}, "visibility_timeout_seconds is -1"),
        ({"traffic": Traffic((), 10, lanes=0)}, "lanes is 0"),
    ],
)  # fmt: skip
def test_figures_that_mean_nothing_are_refused_in_words(change: dict[str, Any], said: str) -> None:
    scenario = Scenario(Source.SQS, Settings(10), Queue(), Function(), Traffic((0.0,), 10))

    with pytest.raises(ScenarioError, match=said.replace("(", r"\(")):
        simulate(replace(scenario, **change))


def test_every_constant_says_where_it_is_from() -> None:
    known = constants()

    assert {name.replace(".", "_") for name in known} == {each.name for each in fields(Behaviour)}
    for constant in known.values():
        assert constant.basis in {"documented", "measured", "assumed"}
        assert constant.source.startswith("https://")
        assert constant.basis != "measured" or "itted" in constant.note
