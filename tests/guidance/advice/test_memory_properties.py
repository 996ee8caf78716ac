"""What holds for every function: against Power Tuning's formulas, prices, order, more memory, more measurements."""

from __future__ import annotations

import functools
import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guidance.advice.memory import Measurement, Objective, Recommendation, Request, recommend
from guidance.advice.memory.curve import Shape, log_relative
from guidance.advice.memory.decide import Goal, regrets, scores
from guidance.advice.memory.posterior import cholesky, invert
from guidance.advice.memory.prior import shipped
from guidance.advice.memory.samples import trimmed_mean

SIZES = (128, 256, 512, 1024, 1536, 2048, 3008)
some = settings(max_examples=25, deadline=None)

shapes = st.builds(
    Shape,
    cpu_share=st.floats(0, 1),
    excess=st.floats(0, 0.3),
    knee=st.sampled_from([0.2, 0.5, 1.0, 2.0, 5.0]),
    parallel=st.floats(0, 1),
    squeeze=st.floats(0, 0.4),
)
objectives = st.sampled_from(list(Objective))
pairs = st.lists(st.sampled_from(SIZES), min_size=2, max_size=4, unique=True)
lengths = st.floats(5, 20_000)


def measured(shape: Shape, length: float, sizes: list[int], spread: float = 0.02) -> tuple[Measurement, ...]:
    found = []
    for size in sizes:
        duration = length * math.exp(log_relative(shape, size))
        found.append(Measurement(memory_mb=size, duration_ms=duration, n=50, stdev_ms=spread * duration))
    return tuple(found)


def ask(
    measurements: tuple[Measurement, ...], objective: Objective = Objective.BALANCED, **rest: object
) -> Recommendation:
    return recommend(Request(measurements=measurements, objective=objective, **rest))  # type: ignore[arg-type]


@given(st.lists(st.floats(0.5, 1e5), min_size=len(SIZES), max_size=len(SIZES)), objectives, st.floats(0, 1))
@some
def test_with_every_size_measured_the_answer_is_power_tunings_to_the_last_digit(
    durations: list[float], objective: Objective, balance: float
) -> None:
    # lambda/utils.js computePrice and lambda/analyzer.js, in their order of operations
    costs = [math.ceil(duration) * 2.1e-9 * (size / 128) for size, duration in zip(SIZES, durations, strict=True)]
    rows = list(zip(SIZES, costs, durations, strict=True))
    dearest, slowest = max(costs), max(durations)
    values = {size: balance * cost / dearest + (1 - balance) * time / slowest for size, cost, time in rows}
    wanted = {
        Objective.COST: min(rows, key=lambda row: (row[1], row[2]))[0],
        Objective.SPEED: min(rows, key=lambda row: (row[2], row[1]))[0],
        Objective.BALANCED: min(rows, key=lambda row: values[row[0]])[0],
    }
    given_ = tuple(Measurement(memory_mb=size, duration_ms=time, n=50) for size, _, time in rows)

    answer = ask(given_, objective, balance=balance, candidate_sizes_mb=SIZES)

    assert answer.recommended_mb == wanted[objective]
    assert [each.score for each in answer.candidates] == {
        Objective.COST: costs,
        Objective.SPEED: durations,
        Objective.BALANCED: list(values.values()),
    }[objective]


@given(shapes, lengths, pairs, objectives)
@some
def test_the_order_of_measurements_does_not_matter(
    shape: Shape, length: float, sizes: list[int], objective: Objective
) -> None:
    rows = measured(shape, length, sizes)

    assert ask(rows, objective) == ask(tuple(reversed(rows)), objective)


@given(shapes, lengths, pairs)
@some
def test_more_memory_is_never_predicted_slower_beyond_the_noise(shape: Shape, length: float, sizes: list[int]) -> None:
    answer = ask(measured(shape, length, sizes))

    for number, larger in enumerate(answer.candidates):
        for smaller in answer.candidates[:number]:
            if larger.basis == "predicted":
                assert larger.duration_ms <= smaller.duration_high_ms * (1 + 1e-9)


@given(shapes, lengths, pairs, st.sampled_from(SIZES))
@some
def test_measuring_the_truth_never_widens_the_interval_there(
    shape: Shape, length: float, sizes: list[int], more: int
) -> None:
    before = ask(measured(shape, length, [size for size in sizes if size != more] or [512]))
    after = ask(measured(shape, length, sorted({*sizes, more})))

    def width(answer: Recommendation) -> float:
        each = next(candidate for candidate in answer.candidates if candidate.memory_mb == more)
        return each.duration_high_ms / each.duration_low_ms

    assert width(after) <= width(before) * (1 + 1e-9)


@given(shapes, lengths, pairs, objectives)
@some
def test_cost_scales_with_the_price_and_the_choice_does_not_change(
    shape: Shape, length: float, sizes: list[int], objective: Objective
) -> None:
    rows = measured(shape, length, sizes)
    here, there = ask(rows, objective), ask(rows, objective, region="me-south-1")
    ratio = there.prices.gb_second_usd / here.prices.gb_second_usd

    assert ratio == pytest.approx(0.0000206667 / 0.0000166667)
    assert here.recommended_mb == there.recommended_mb
    for one, other in zip(here.candidates, there.candidates, strict=True):
        assert other.cost_per_million_usd - 0.2 == pytest.approx((one.cost_per_million_usd - 0.2) * ratio)


@given(shapes, lengths, pairs, objectives)
@some
def test_a_stated_confidence_is_never_certainty(
    shape: Shape, length: float, sizes: list[int], objective: Objective
) -> None:
    answer = ask(measured(shape, length, sizes), objective)

    assert 0 <= answer.confidence <= 0.97
    assert answer.status == "recommended"
    assert answer.recommended_mb in {each.memory_mb for each in answer.candidates if each.feasible}


@given(shapes, lengths)
@some
def test_what_the_advice_asks_for_leads_to_a_choice_near_the_best(shape: Shape, length: float) -> None:
    sizes = [512]
    while True:
        answer = ask(measured(shape, length, sizes), Objective.COST, candidate_sizes_mb=SIZES)
        if answer.next_measurement_mb is None:
            break
        sizes.append(answer.next_measurement_mb)
    costs = {
        each.memory_mb: math.ceil(each.duration_ms) * each.memory_mb
        for each in ask(measured(shape, length, list(SIZES)), candidate_sizes_mb=SIZES).candidates
    }

    assert len(sizes) <= 4
    assert answer.recommended_mb is not None
    assert costs[answer.recommended_mb] <= 1.3 * min(costs.values())


@given(st.integers(1, 7), st.integers(0, 1000))
@some
def test_matrices_are_inverted_and_split(size: int, seed: int) -> None:
    source = random.Random(seed)
    root = [[source.gauss(0, 1) for _ in range(size)] for _ in range(size)]
    matrix = [
        [math.fsum(a * b for a, b in zip(one, other, strict=True)) + (one is other) for other in root] for one in root
    ]
    inverse, log_determinant = invert(matrix)
    lower = cholesky(matrix)

    for i in range(size):
        for j in range(size):
            assert math.fsum(matrix[i][k] * inverse[k][j] for k in range(size)) == pytest.approx(
                float(i == j), abs=1e-6
            )
            assert math.fsum(lower[i][k] * lower[j][k] for k in range(min(i, j) + 1)) == pytest.approx(
                matrix[i][j], abs=1e-6
            )
    assert log_determinant == pytest.approx(2 * math.fsum(math.log(lower[i][i]) for i in range(size)), abs=1e-6)


@given(st.lists(st.lists(st.floats(1, 1e4), min_size=3, max_size=3), min_size=1, max_size=5), objectives)
@some
def test_regret_in_a_draw_is_that_of_the_formulas(draws: list[list[float]], objective: Objective) -> None:
    sizes = (256, 512, 1024)
    goal = Goal(objective, 0.3, lambda size, duration: math.ceil(duration) * size * 1e-9)
    found = regrets(goal, sizes, [list(column) for column in zip(*draws, strict=True)], sizes)

    for number, durations in enumerate(draws):
        values = scores(goal, sizes, durations)
        for size, value in zip(sizes, values, strict=True):
            assert found[size][number] == pytest.approx(value / min(values) - 1, abs=1e-9)


@given(st.lists(st.integers(1, 10_000), min_size=1, max_size=60))
@some
def test_the_mean_is_power_tunings(durations: list[int]) -> None:
    values = [float(value) for value in durations]
    cut = int(len(values) * 0.2)
    kept = sorted(values)[cut : len(values) - cut]

    assert trimmed_mean(values) == functools.reduce(lambda a, b: a + b, kept, 0.0) / len(kept)


def test_the_shipped_prior_is_a_distribution_and_its_calibration_only_rises() -> None:
    prior = shipped()
    stated = [prior.calibrated(number / 100) for number in range(101)]

    assert math.fsum(prior.weights) == pytest.approx(1, abs=1e-3)
    assert math.fsum(level.weight for level in prior.levels) == pytest.approx(1, abs=1e-3)
    assert stated == sorted(stated)
    assert max(stated) <= 0.97
