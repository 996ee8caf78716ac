"""Parts of a trace that tell settings apart quickly: the busiest minutes, those of the usual message; and traffic scaled.

A window has 2,000 messages, but at least 60 and at most 300 seconds.
"""

from __future__ import annotations

import bisect
import random
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, replace

from guidance.advice.event_source.model import Traffic

WINDOW_SECONDS = 300.0
SHORTEST_SECONDS = 60.0
ENOUGH_MESSAGES = 2_000
BUCKET_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Slices:
    """A trace's busiest window, its usual one, and how its messages divide between the two kinds."""

    busiest: Traffic
    usual: Traffic
    busy_share: float
    """Of all messages, those in windows nearer to the busiest than to the usual rate."""
    peak_per_second: float
    """99th percentile of the rates of 10-second buckets."""
    before_busiest: float = 0.0
    """Messages a second in the minute before the busiest window: pollers do not begin at rest in its midst."""
    before_usual: float = 0.0

    @property
    def same(self) -> bool:
        """Whether one window stands for both."""
        return self.busiest is self.usual


def cut(traffic: Traffic, at_least: float = 0.0) -> Slices:
    """The windows of a trace, of so many seconds at least; the trace itself where it is not much longer than one."""
    peak = peak_rate(traffic)
    length = max(_length(traffic), at_least)
    if traffic.seconds <= length * 1.5 or not len(traffic.times):
        begins = rate_before(traffic, 0.0)
        return Slices(traffic, traffic, 1.0, peak, begins, begins)
    counts = _counts(traffic, length)
    busiest = max(range(len(counts)), key=counts.__getitem__)
    usual = _of_median_message(counts)
    before = [rate_before(traffic, number * length) for number in (busiest, usual)]
    if counts[busiest] <= 1.25 * counts[usual]:
        part = _window(traffic, busiest * length, length)
        return Slices(part, part, 1.0, peak, before[0], before[0])
    middle = (counts[busiest] * max(1, counts[usual])) ** 0.5
    share = sum(count for count in counts if count >= middle) / max(1, sum(counts))
    first, second = (_window(traffic, number * length, length) for number in (busiest, usual))
    return Slices(first, second, share, peak, *before)


def rate_before(traffic: Traffic, start: float) -> float:
    """Messages a second in the minute before a time; before the trace begins it is taken to be as in its first minute."""
    first, last = max(0.0, start - 60.0), start if start > 0 else min(60.0, traffic.seconds)
    count = bisect.bisect_left(traffic.times, last) - bisect.bisect_left(traffic.times, first)
    return count / (last - first) if last > first else 0.0


def peak_rate(traffic: Traffic) -> float:
    """Messages a second that 99 of 100 buckets of ten seconds stay below."""
    if not len(traffic.times):
        return 0.0
    length = min(BUCKET_SECONDS, traffic.seconds) or 1.0
    counts = sorted(_counts(traffic, length))
    return counts[min(len(counts) - 1, int(0.99 * len(counts)))] / length


def scaled(traffic: Traffic, factor: float, seed: int) -> Traffic:
    """The same shape with more or fewer messages: some left out at random, or more of them shortly after others."""
    chance = random.Random(seed)  # noqa: S311 - a simulation, to be reproduced
    times: Sequence[float] = traffic.times
    if factor <= 1:
        kept = array("d", (time for time in times if chance.random() < factor))
        return replace(traffic, times=kept)
    whole, part = int(factor), factor - int(factor)
    mean_gap = traffic.seconds / max(1, len(times))
    found = array("d", times)
    for copy in range(1, whole + (part > 0)):
        share = 1.0 if copy < whole else part
        found.extend(
            min(traffic.seconds, time + chance.expovariate(1.0) * mean_gap * 5)
            for time in times
            if share >= 1 or chance.random() < share
        )
    return replace(traffic, times=array("d", sorted(found)))


def _length(traffic: Traffic) -> float:
    rate = max(traffic.per_second, 1e-9)
    return min(WINDOW_SECONDS, max(SHORTEST_SECONDS, ENOUGH_MESSAGES / rate))


def _counts(traffic: Traffic, length: float) -> list[int]:
    times, counts, at = traffic.times, [], 0
    for number in range(max(1, round(traffic.seconds / length))):
        end = bisect.bisect_left(times, (number + 1) * length, at)
        counts.append(end - at)
        at = end
    return counts


def _of_median_message(counts: Sequence[int]) -> int:
    """The window with the median rate, each window counted by its messages: never an empty one."""
    order = sorted(range(len(counts)), key=counts.__getitem__)
    half, seen = sum(counts) / 2, 0
    for number in order:
        seen += counts[number]
        if seen >= half:
            return number
    return order[-1]


def _window(traffic: Traffic, start: float, length: float) -> Traffic:
    times = traffic.times
    first, last = bisect.bisect_left(times, start), bisect.bisect_left(times, start + length)
    return replace(traffic, times=array("d", (time - start for time in times[first:last])), seconds=length)
