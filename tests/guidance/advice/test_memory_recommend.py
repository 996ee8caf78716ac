"""The memory advice, through its door, on functions that this project made up."""

from __future__ import annotations

import math
from typing import Any

import pytest

from guidance.advice.memory import (
    Architecture,
    LimitsError,
    Measurement,
    MeasurementError,
    Objective,
    Recommendation,
    Request,
    SamplesError,
    recommend,
)

SIZES = (128, 256, 512, 1024, 1536, 2048, 3008)


def computing(size: int, seconds: float = 1.0) -> float:
    """Milliseconds of a function that only computes, on one thread."""
    return 1000 * seconds / min(size / 1769, 1.0)


def waiting(size: int) -> float:
    """Milliseconds of a function that only waits."""
    return 300.0


def measured(duration: Any, *sizes: int, **rest: Any) -> tuple[Measurement, ...]:
    return tuple(
        Measurement(memory_mb=size, duration_ms=duration(size), n=50, stdev_ms=0.03 * duration(size), **rest)
        for size in sizes
    )


def ask(*measurements: Measurement, **rest: Any) -> Recommendation:
    return recommend(Request(measurements=measurements, **rest))


def test_one_size_alone_is_no_answer_but_says_what_to_measure() -> None:
    answer = ask(*measured(computing, 512))

    assert answer.status == "measure_more"
    assert answer.recommended_mb is None
    assert answer.confidence == 0.0
    assert answer.next_measurement is not None
    assert answer.next_measurement_mb != 512
    assert answer.next_measurement.power_tuning_input["powerValues"] == [answer.next_measurement_mb]
    assert f"{answer.next_measurement_mb:,} MB" in answer.reason


@pytest.mark.parametrize(("duration", "cpu_ms", "least"), [(computing, 1000.0, 1024), (waiting, 3.0, 0)])
def test_one_size_with_its_cpu_time_is_an_answer(duration: Any, cpu_ms: float, least: int) -> None:
    answer = ask(*measured(duration, 512, cpu_ms=cpu_ms), objective=Objective.SPEED)
    slowest, fastest = answer.candidates[2], answer.candidates[-2]

    assert answer.status == "recommended"
    assert (fastest.duration_ms < slowest.duration_ms / 2) is (least > 0)


def test_a_function_that_waits_belongs_on_the_smallest_size_and_one_that_computes_does_not_care() -> None:
    idle = ask(*measured(waiting, 512, 128), objective=Objective.COST)
    busy = ask(*measured(computing, 512, 1024, 2048), objective=Objective.BALANCED)

    assert idle.recommended_mb == 128
    assert busy.recommended_mb in {1536, 2048}


def test_every_candidate_says_what_it_is_and_how_sure() -> None:
    answer = ask(*measured(computing, 512, 2048))

    assert [each.memory_mb for each in answer.candidates] == list(SIZES)
    assert {each.memory_mb for each in answer.candidates if each.basis == "measured"} == {512, 2048}
    assert all(each.duration_low_ms <= each.duration_ms <= each.duration_high_ms for each in answer.candidates)
    assert all(each.cost_low_usd <= each.cost_per_million_usd <= each.cost_high_usd for each in answer.candidates)
    assert 0 < answer.confidence <= 0.97


def test_an_unmeasured_size_is_predicted_near_the_truth() -> None:
    answer = ask(*measured(computing, 512, 2048))

    for each in answer.candidates:
        if each.memory_mb >= 512:
            assert each.duration_ms == pytest.approx(computing(each.memory_mb), rel=0.1)


def test_a_measured_size_is_taken_before_an_unmeasured_one_that_looks_hardly_better() -> None:
    slower = {128: 4040.0, 512: 1000.0, 1024: 540.0}

    answer = ask(*measured(slower.__getitem__, *slower), objective=Objective.COST)

    best = min(answer.candidates, key=lambda each: each.score)
    assert (answer.recommended_mb, answer.basis) == (512, "measured")
    assert (best.memory_mb, best.basis) == (256, "predicted")
    assert "512 MB is the surest to be near the cheapest" in answer.reason
    assert "256 MB, predicted, looks 0." in answer.reason


def test_what_is_measured_next_is_worth_its_cost_to_who_asks() -> None:
    asked = {each: ask(*measured(computing, 512), objective=each).next_measurement_mb or 0 for each in Objective}

    assert asked[Objective.COST] < 512 < asked[Objective.BALANCED] < asked[Objective.SPEED]


def test_nothing_is_left_to_measure_when_every_size_is() -> None:
    answer = ask(*measured(computing, *SIZES))

    assert answer.next_measurement is None
    assert answer.basis == "measured"


def test_single_samples_are_trimmed_as_power_tuning_trims_them() -> None:
    samples = (100.0, 100.0, 110.0, 120.0, 9000.0)
    answer = ask(
        Measurement(memory_mb=512, durations_ms=samples * 4), *measured(computing, 1024), objective=Objective.COST
    )
    ordered = sorted(samples * 4)[4:-4]

    assert answer.candidates[2].duration_ms == sum(ordered) / len(ordered)


def test_the_slow_end_comes_from_the_samples() -> None:
    samples = tuple(100.0 + (200.0 if number % 10 == 0 else 0.0) for number in range(100))
    answer = ask(Measurement(memory_mb=512, durations_ms=samples), *measured(computing, 1024))

    assert answer.candidates[2].p95_ms == 300.0


@pytest.mark.parametrize("n", [1, 4])
def test_too_few_samples_are_refused_with_the_number_needed(n: int) -> None:
    with pytest.raises(SamplesError, match=r"512 MB has \d of at least 5") as caught:
        ask(Measurement(memory_mb=512, duration_ms=100.0, n=n))

    assert caught.value.needed == {512: 10}


def test_samples_that_are_too_noisy_are_refused_with_the_number_needed() -> None:
    with pytest.raises(SamplesError, match="uncertain by 40 %") as caught:
        ask(Measurement(memory_mb=512, duration_ms=100.0, n=25, stdev_ms=200.0))

    assert caught.value.needed == {512: math.ceil(25 * (0.4 / 0.05) ** 2)}


def test_a_size_with_too_few_samples_is_left_out_when_others_have_enough() -> None:
    answer = ask(Measurement(memory_mb=128, duration_ms=100.0, n=2), *measured(computing, 512, 1024))

    assert answer.measured_mb == (512, 1024)
    assert any(text.startswith("Left out: 128 MB") for text in answer.warnings)


@pytest.mark.parametrize("value", [0.0, -1.0, math.nan, math.inf, 1e12], ids=str)
@pytest.mark.parametrize("name", ["duration_ms", "durations_ms", "p95_ms", "cpu_ms"])
def test_a_duration_that_cannot_be_is_refused_by_name(name: str, value: float) -> None:
    given: dict[str, Any] = {"duration_ms": 100.0, name: (value,) if name == "durations_ms" else value}

    with pytest.raises(MeasurementError, match=f"{name} at 512 MB"):
        ask(Measurement(memory_mb=512, **given))


@pytest.mark.parametrize(
    ("size", "instances"), [(64, False), (10_241, False), (0, False), (-128, False), (32_769, True)]
)
def test_a_memory_size_that_does_not_exist_is_refused(size: int, instances: bool) -> None:
    with pytest.raises(MeasurementError, match="does not exist"):
        ask(Measurement(memory_mb=size, duration_ms=100.0), managed_instances=instances)


def test_managed_instances_go_up_to_their_own_maximum() -> None:
    answer = ask(*measured(lambda size: 4e6 / size, 4096, 16_384), managed_instances=True, objective=Objective.SPEED)

    assert answer.candidates[-1].memory_mb == 32_768


def test_a_measurement_without_a_duration_is_refused() -> None:
    with pytest.raises(MeasurementError, match="neither"):
        ask(Measurement(memory_mb=512))


def test_no_measurement_on_the_architecture_is_refused() -> None:
    with pytest.raises(MeasurementError, match="no measurement on x86_64"):
        ask(*measured(computing, 512, architecture=Architecture.ARM64))


def test_the_cheapest_under_a_latency_limit_is_not_the_cheapest() -> None:
    limited = ask(*measured(computing, *SIZES), objective=Objective.COST, max_latency_ms=1000.0)
    free = ask(*measured(waiting, *SIZES), objective=Objective.COST)

    assert limited.recommended_mb == 2048
    assert free.recommended_mb == 128
    assert not limited.candidates[0].feasible
    assert limited.candidates[0].why_not is not None
    assert "over max_latency_ms" in limited.candidates[0].why_not


def test_the_latency_limit_holds_for_the_95th_percentile_where_it_is_known() -> None:
    given = tuple(
        Measurement(memory_mb=size, duration_ms=waiting(size), p95_ms=2 * waiting(size), n=50) for size in SIZES
    )

    with pytest.raises(LimitsError, match="max_latency_ms from 400 to 600 ms"):
        ask(*given, max_latency_ms=400.0)


def test_the_fastest_under_a_cost_limit_is_not_the_fastest() -> None:
    free = ask(*measured(computing, *SIZES), objective=Objective.SPEED)
    limited = ask(*measured(computing, *SIZES), objective=Objective.SPEED, max_cost_per_million_usd=30.0)

    assert free.recommended_mb == 2048
    assert limited.recommended_mb == 1536


def test_a_size_needs_headroom_over_the_memory_used_and_under_the_timeout() -> None:
    answer = ask(
        *measured(computing, 512, 1024), objective=Objective.COST, max_memory_used_mb=220.0, timeout_seconds=4.0
    )

    assert {each.memory_mb for each in answer.candidates if not each.feasible} == {128, 256, 512}
    assert answer.recommended_mb not in {128, 256, 512}


def test_the_memory_used_counts_where_the_measurements_tell_it() -> None:
    answer = ask(*measured(waiting, 512, 1024, max_memory_used_mb=300.0), objective=Objective.COST)

    assert answer.recommended_mb == 512


@pytest.mark.parametrize(
    "limits",
    [
        {"max_latency_ms": 50.0},
        {"max_cost_per_million_usd": 0.5},
        {"timeout_seconds": 0.2},
        {"max_memory_used_mb": 4000.0},
        {"max_latency_ms": 1200.0, "max_cost_per_million_usd": 25.0},
        {"max_latency_ms": 50.0, "max_cost_per_million_usd": 0.5, "max_memory_used_mb": 4000.0},
    ],
    ids=str,
)
def test_limits_that_contradict_say_which_to_relax_and_that_is_enough(limits: dict[str, float]) -> None:
    given = measured(computing, *SIZES)

    with pytest.raises(LimitsError) as caught:
        ask(*given, **limits)

    relax = caught.value.relax
    assert relax
    assert all(each.limit in str(caught.value) for each in relax)
    relaxed: dict[str, Any] = dict(limits)
    for each in relax if len({each.memory_mb for each in relax}) == 1 else relax[:1]:
        relaxed[each.limit] = (*SIZES, each.memory_mb) if each.limit == "candidate_sizes_mb" else each.needed
    if not any(each.limit == "candidate_sizes_mb" for each in relax) or len(relax) == 1:
        assert ask(*given, **relaxed).candidates


@pytest.mark.parametrize(
    "wrong",
    [
        {"max_latency_ms": 0.0},
        {"timeout_seconds": -1.0},
        {"balance": 1.5},
        {"candidate_sizes_mb": ()},
        {"monthly_invocations": -1},
    ],
    ids=str,
)
def test_a_limit_that_cannot_be_one_is_refused_by_name(wrong: dict[str, Any]) -> None:
    with pytest.raises(LimitsError, match=next(iter(wrong))):
        ask(*measured(computing, 512, 1024), **wrong)


def test_the_other_architecture_is_laid_beside() -> None:
    answer = ask(*measured(computing, 512, 1024))
    both = ask(
        *measured(computing, *SIZES),
        *measured(lambda size: 0.9 * computing(size), *SIZES, architecture=Architecture.ARM64),
        objective=Objective.COST,
    )

    assert answer.other_architecture is not None
    assert answer.other_architecture.architecture is Architecture.ARM64
    assert answer.other_architecture.basis == "predicted"
    assert answer.other_architecture.break_even_slowdown_percent == pytest.approx(25.0, abs=0.01)
    assert both.other_architecture is not None
    assert both.other_architecture.basis == "measured"
    assert both.measured_mb == SIZES


def test_a_region_without_prices_is_priced_as_another_and_says_so() -> None:
    answer = ask(*measured(computing, 512, 1024), region="mars-north-1")

    assert answer.prices.region == "us-east-1"
    assert any("mars-north-1" in text for text in answer.warnings)


def test_the_saving_is_a_range_around_its_middle() -> None:
    answer = ask(
        *measured(waiting, 1024, 512), objective=Objective.COST, monthly_invocations=5_000_000, current_memory_mb=3008
    )

    assert answer.saving is not None
    assert 0 < answer.saving.low_usd <= answer.saving.mid_usd <= answer.saving.high_usd
    assert answer.chosen is not None
    assert answer.chosen.monthly_usd == pytest.approx(answer.chosen.cost_per_million_usd * 5)


def test_provisioned_environments_are_paid_for_by_size() -> None:
    given = measured(waiting, *SIZES)
    plain = ask(*given, monthly_invocations=1_000_000)
    kept = ask(*given, monthly_invocations=1_000_000, provisioned_concurrency=10)
    hours = 730 * 3600

    for without, with_them in zip(plain.candidates, kept.candidates, strict=True):
        gb = without.memory_mb / 1024
        wanted = 0.3 * gb * 1e6 * 0.0000097222 + 0.20 + 10 * gb * hours * 0.0000041667
        assert with_them.monthly_usd == pytest.approx(wanted)
        assert with_them.cost_per_million_usd == pytest.approx(wanted)


def test_the_price_of_a_gigabyte_second_is_a_tenth_less_beyond_six_billion() -> None:
    answer = ask(*measured(waiting, *SIZES), monthly_invocations=100_000_000_000)
    largest = answer.candidates[-1]
    used = 1e11 * 0.3 * 3008 / 1024

    assert largest.monthly_usd == pytest.approx(
        6e9 * 0.0000166667 + 9e9 * 0.000015 + (used - 15e9) * 0.0000133334 + 1e11 * 2e-7
    )


def test_more_sizes_than_can_be_weighed_are_refused() -> None:
    with pytest.raises(LimitsError, match="at most 80"):
        ask(*measured(computing, 512, 1024), candidate_sizes_mb=tuple(range(128, 300)))
    with pytest.raises(MeasurementError, match="at most 64"):
        ask(*measured(computing, *range(128, 300)))


def test_every_size_that_power_tuning_can_be_asked_for_is_taken_in() -> None:
    sizes = tuple(range(128, 3009, 64))

    assert ask(*measured(computing, *sizes), objective=Objective.SPEED).recommended_mb == 1792
