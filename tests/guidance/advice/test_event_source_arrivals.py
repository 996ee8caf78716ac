"""Traffic from rates, counts, timestamps and shapes: as many arrivals as asked for, in order; clear words about what is none."""

from __future__ import annotations

import math
import statistics
from array import array
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guidance.advice.event_source.arrivals import Shape, from_per_minute, from_rate, from_shape, from_timestamps
from guidance.advice.event_source.errors import TrafficError
from guidance.advice.event_source.model import Traffic
from guidance.errors import GuidanceError

some = settings(max_examples=40, deadline=None)


def per_second(traffic: Traffic) -> list[int]:
    counts = [0] * math.ceil(traffic.seconds)
    for time in traffic.times:
        counts[int(time)] += 1
    return counts


def test_a_rate_is_poisson() -> None:
    traffic = from_rate(20, 3600)
    counts = per_second(traffic)

    # a Poisson count's variance is its mean; over 3,600 seconds both are known to 2 or 3 %
    assert statistics.fmean(counts) == pytest.approx(20, rel=0.02)
    assert statistics.variance(counts) == pytest.approx(20, rel=0.12)
    assert traffic.per_second == pytest.approx(20, rel=0.02)


def test_bursty_arrivals_are_as_many_but_clumped() -> None:
    counts = per_second(from_rate(20, 3600, bursty=True))

    assert statistics.fmean(counts) == pytest.approx(20, rel=0.02)
    assert statistics.variance(counts) > 5 * 20


@given(st.lists(st.integers(0, 200), min_size=1, max_size=8), st.booleans(), st.integers(0, 5))
@some
def test_each_minute_holds_exactly_its_count(counts: list[int], bursty: bool, seed: int) -> None:
    traffic = from_per_minute(counts, bursty=bursty, seed=seed)
    found = [sum(60 * minute <= time < 60 * minute + 60 for time in traffic.times) for minute in range(len(counts))]

    assert found == counts
    assert all(a <= b for a, b in pairwise(traffic.times))
    assert traffic.seconds == 60 * len(counts)


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=50))
@some
def test_timestamps_come_sorted_from_the_first(stamps: list[float]) -> None:
    traffic = from_timestamps(stamps)
    first = min(stamps)

    assert list(traffic.times) == pytest.approx([stamp - first for stamp in sorted(stamps)])
    assert traffic.seconds >= traffic.times[-1]


def test_more_timestamps_than_a_chunk_are_sorted_too() -> None:
    count = 600_001
    traffic = from_timestamps(array("d", (float(number * 7919 % count) for number in range(count))))

    assert traffic.times == array("d", map(float, range(count)))


@pytest.mark.parametrize(
    ("shape", "seconds"), [(Shape.STEADY, 3600), (Shape.DAILY, 86_400), (Shape.BURST, 3600), (Shape.NEEDLE_POINT, 3600)]
)
def test_a_shape_keeps_the_mean_rate(shape: Shape, seconds: int) -> None:
    traffic = from_shape(shape, 5)

    assert traffic.seconds == seconds
    assert traffic.per_second == pytest.approx(5, rel=0.04)
    assert shape.value.replace("_", "-") in traffic.told


@pytest.mark.parametrize(("shape", "least", "most"), [("burst", 5, 6.5), ("needle-point", 25, 40), ("daily", 1.2, 2)])
def test_a_shape_peaks_as_it_says(shape: str, least: float, most: float) -> None:
    counts = per_second(from_shape(shape, 100))
    window = 10
    peak = max(sum(counts[at : at + window]) for at in range(0, len(counts), window)) / window

    assert least < peak / 100 < most


def test_the_same_seed_is_the_same_traffic_and_another_is_not() -> None:
    assert from_rate(10, 60, seed=3).times == from_rate(10, 60, seed=3).times
    assert from_rate(10, 60, seed=3).times != from_rate(10, 60, seed=4).times


NAN, INF = math.nan, math.inf


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: from_rate(-1), "The rate is -1 messages a second; it has to be more than 0"),
        (lambda: from_rate(0), "more than 0"),
        (lambda: from_rate(NAN), "The rate is nan"),
        (lambda: from_rate(INF), "at most 1,000,000"),
        (lambda: from_rate(1e5, 3600), "more than 360,000,000 messages; at most 20,000,000 are simulated. Give a shorter time"),
        (lambda: from_rate(1, NAN), "The time is nan s"),
        (lambda: from_rate(1, 1e9), "31 days"),
        (lambda: from_per_minute([]), "no counts per minute"),
        (lambda: from_per_minute([1, -2]), "The count of minute 1 is -2"),
        (lambda: from_per_minute([1, NAN]), "The count of minute 1 is nan"),
        (lambda: from_per_minute([INF]), "The count of minute 0 is inf"),
        (lambda: from_per_minute([1e300]), "at most 20,000,000"),
        (lambda: from_per_minute([1] * 50_000), "50,000 minutes"),
        (lambda: from_timestamps([]), "no timestamps"),
        (lambda: from_timestamps([1, -1]), "Timestamp 1 is -1"),
        (lambda: from_timestamps([1, NAN]), "Timestamp 1 is nan"),
        (lambda: from_timestamps([1.7e12]), "divide milliseconds by 1,000"),
        (lambda: from_timestamps(["2026-01-01"]), "Timestamp 0 is 2026-01-01"),  # type: ignore[list-item]
        (lambda: from_timestamps([0, 1e9]), "span 1,000,000,000 s"),
        (lambda: from_timestamps([0, 100], seconds=50), "cannot be shorter"),
        (lambda: from_shape("zigzag", 1), "no traffic shape 'zigzag'; there are steady, daily, burst, needle_point"),
        (lambda: from_shape("daily", -1), "The rate is -1"),
    ],
)  # fmt: skip
def test_what_cannot_be_traffic_is_refused_in_words(make: Callable[[], Traffic], said: str) -> None:
    with pytest.raises(TrafficError) as caught:
        make()

    assert said in str(caught.value)
    assert isinstance(caught.value, GuidanceError)
