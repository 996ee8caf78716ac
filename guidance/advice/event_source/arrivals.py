"""Traffic: arrivals from a rate, counts per minute, timestamps, or a named shape. Seeded, in bounded memory.

Within a stretch of constant rate arrivals are Poisson. `bursty` spreads a minute's arrivals over its seconds by gamma weights
instead: the same counts, in clumps, as clients that retry or send in loops make them.
"""

from __future__ import annotations

import functools
import heapq
import math
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import islice
from operator import le

from guidance.advice.event_source.errors import TrafficError
from guidance.advice.event_source.model import Traffic
from guidance.advice.event_source.randomness import stream

MOST_ARRIVALS = 20_000_000
MOST_PER_SECOND = 1_000_000.0
MOST_SECONDS = 31 * 86_400
LATEST_SECONDS = 1e11
"""Of a timestamp: seconds since 1970 reach this in the year 5138; milliseconds are beyond it."""
BLOCK_MEAN = 50.0
CLUMPING = 0.5
"""Shape of the gamma weights of a bursty minute's seconds: the variance of a weight is twice its squared mean."""
CHUNK = 250_000


class Shape(StrEnum):
    """How a rate varies around its mean."""

    STEADY = "steady"
    DAILY = "daily"
    BURST = "burst"
    NEEDLE_POINT = "needle_point"


def from_rate(
    per_second: float, seconds: float = 3600, *, seed: int = 1, bursty: bool = False, message_bytes: int = 1024,
    groups: int = 100, lanes: int = 1,
) -> Traffic:  # fmt: skip
    """Poisson arrivals at a constant rate, in messages a second.

    Raises:
        TrafficError: when the rate or time is not a positive number, or would be too many arrivals.

    """
    _rate(per_second, seconds)
    told = f"{per_second:g} messages a second for {seconds:g} s, " + ("in clumps" if bursty else "Poisson")
    if bursty:
        minutes = [(start, min(60.0, seconds - start), per_second) for start in _starts(seconds, 60.0)]
        times = _clumped(
            ((start, length, _poisson_count(rate * length, seed, start)) for start, length, rate in minutes), seed
        )
    else:
        times = _poisson([(0.0, seconds, per_second)], seed)
    return Traffic(times, seconds, message_bytes, groups, lanes, told)


def from_per_minute(
    counts: Sequence[float], *, seed: int = 1, bursty: bool = False, message_bytes: int = 1024, groups: int = 100,
    lanes: int = 1,
) -> Traffic:  # fmt: skip
    """Arrivals from counts per minute, as CloudWatch's `NumberOfMessagesSent` gives them; exactly so many in each.

    Raises:
        TrafficError: when a count is not one, or there are none or too many.

    """
    if not counts:
        raise TrafficError("There are no counts per minute: give at least one, such as [600, 620, 580].")
    if len(counts) * 60 > MOST_SECONDS:
        raise TrafficError(
            f"There are {len(counts):,} minutes; at most {MOST_SECONDS // 60:,} (31 days) are simulated."
        )
    for minute, count in enumerate(counts):
        if isinstance(count, bool) or not 0 <= count < math.inf:
            raise TrafficError(
                f"The count of minute {minute} is {count}; it has to be a number of messages, 0 or more."
            )
    whole = [round(count) for count in counts]
    _total(sum(whole))
    minutes = ((60.0 * minute, 60.0, count) for minute, count in enumerate(whole))
    times = _clumped(minutes, seed) if bursty else _uniform(minutes, seed)
    told = f"{sum(whole):,} messages in {len(whole):,} minutes, " + ("in clumps" if bursty else "evenly at random")
    return Traffic(times, 60.0 * len(whole), message_bytes, groups, lanes, told + " within each")


def from_timestamps(
    timestamps: Iterable[float], *, seconds: float | None = None, message_bytes: int = 1024, groups: int = 100,
    lanes: int = 1,
) -> Traffic:  # fmt: skip
    """Arrivals as observed: seconds, from any start; sorted here where they are not. Ten million take 80 MB.

    Raises:
        TrafficError: when a timestamp is negative, not a number or in milliseconds, or there are none or too many.

    """
    times = array("d")
    values = iter(timestamps)
    while chunk := list(islice(values, CHUNK)):
        _stamps(chunk, len(times))
        times.extend(chunk)
        _total(len(times))
    if not times:
        raise TrafficError("There are no timestamps: give at least one, in seconds.")
    if not _ascending(times):
        times = _sorted(times)
    span = times[-1] - times[0]
    length = span + (span / len(times) or 1.0) if seconds is None else seconds
    if not span <= length <= MOST_SECONDS:
        raise TrafficError(
            f"The timestamps span {span:,.0f} s and the window is {length:,.0f} s: at most 31 days ({MOST_SECONDS:,} s) "
            "are simulated, and the window cannot be shorter than what it holds."
        )
    if times[0]:
        start = times[0]
        for at in range(0, len(times), CHUNK):
            times[at : at + CHUNK] = array("d", [value - start for value in times[at : at + CHUNK]])
    return Traffic(times, length, message_bytes, groups, lanes, f"{len(times):,} timestamps over {length:,.0f} s")


def from_shape(
    shape: Shape | str, per_second: float, seconds: float | None = None, *, seed: int = 1, message_bytes: int = 1024,
    groups: int = 100, lanes: int = 1,
) -> Traffic:  # fmt: skip
    """Arrivals of a named shape whose mean rate is this; for an hour, `daily` for a day, unless said otherwise.

    Raises:
        TrafficError: when there is no such shape, or the rate or time is not a positive number.

    """
    try:
        shape = Shape(str(shape).replace("-", "_"))
    except ValueError:
        raise TrafficError(f"There is no traffic shape '{str(shape)[:40]}'; there are {', '.join(Shape)}.") from None
    if seconds is None:
        seconds = 86_400 if shape is Shape.DAILY else 3600
    _rate(per_second, seconds)
    pieces = [(start, length, per_second * factor) for start, length, factor in _pieces(shape, seconds)]
    times = _poisson(pieces, seed)
    told = f"{shape.value.replace('_', '-')} shape, {per_second:g} messages a second on average for {seconds:g} s"
    return Traffic(times, seconds, message_bytes, groups, lanes, told)


def _pieces(shape: Shape, seconds: float) -> Iterator[tuple[float, float, float]]:
    """Start, length and share of the mean rate of each stretch. The mean of the shares is 1 over whole periods."""
    if shape is Shape.STEADY:
        yield 0.0, seconds, 1.0
    elif shape is Shape.DAILY:
        for start in _starts(seconds, 60.0):
            yield start, min(60.0, seconds - start), 1 - 0.8 * math.cos(2 * math.pi * (start + 30) / 86_400)
    else:
        # half of the traffic lies in the peaks: of a minute in ten (5.5 times the mean), or of ten seconds in ten minutes (30.5)
        length = 60.0 if shape is Shape.BURST else 10.0
        for start in _starts(seconds, 600.0):
            end, middle = min(start + 600.0, seconds), start + 300.0
            peak = min(middle + length, end)
            yield start, min(middle, end) - start, 0.5
            if peak > middle:
                yield middle, peak - middle, 0.5 + 300.0 / length
            if end > peak:
                yield peak, end - peak, 0.5


def _starts(seconds: float, every: float) -> list[float]:
    return [every * number for number in range(math.ceil(seconds / every))]


def _rate(per_second: float, seconds: float) -> None:
    if isinstance(per_second, bool) or not 0 < per_second <= MOST_PER_SECOND:
        raise TrafficError(
            f"The rate is {per_second} messages a second; it has to be more than 0 and at most {MOST_PER_SECOND:,.0f}."
        )
    if isinstance(seconds, bool) or not 0 < seconds <= MOST_SECONDS:
        raise TrafficError(f"The time is {seconds} s; it has to be more than 0 and at most {MOST_SECONDS:,} (31 days).")
    _total(per_second * seconds)


def _total(count: float) -> None:
    if count > MOST_ARRIVALS:
        raise TrafficError(
            f"That is more than {count:,.0f} messages; at most {MOST_ARRIVALS:,} are simulated. Give a shorter time."
            if count < math.inf
            else "That is no finite number of messages."
        )


def _stamps(chunk: list[float], before: int) -> None:
    for at, value in enumerate(chunk):
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < LATEST_SECONDS:
            raise TrafficError(
                f"Timestamp {before + at} is {str(value)[:40]}; it has to be seconds, 0 or more and below {LATEST_SECONDS:,.0f} "
                "(divide milliseconds by 1,000)."
            )


def _ascending(times: Sequence[float]) -> bool:
    return all(map(le, times, islice(times, 1, None)))


def _sorted(times: array[float]) -> array[float]:
    """Sorted, a chunk at a time: a list of all would take four times the memory."""
    chunks = []
    for at in range(0, len(times), CHUNK):
        part = sorted(times[at : at + CHUNK])
        chunks.append(array("d", part))
    del times[:]
    return array("d", heapq.merge(*chunks))


@functools.lru_cache(maxsize=4096)
def _poisson_table(mean: float) -> list[float]:
    """Chance of at most 0, 1, 2 … events, to the last that matters."""
    term, total, table = math.exp(-mean), 0.0, list[float]()
    for number in range(int(mean + 12 * math.sqrt(mean) + 20)):
        total += term
        table.append(total)
        term *= mean / (number + 1)
    return table


def _poisson_count(mean: float, seed: int, start: float) -> int:
    """A Poisson number, as the sum of small ones."""
    draw = stream(seed, f"count:{start}").random
    blocks = max(1, math.ceil(mean / BLOCK_MEAN))
    table = _poisson_table(mean / blocks)
    return sum(bisect_right(table, draw()) for _ in range(blocks))


def _poisson(pieces: Iterable[tuple[float, float, float]], seed: int) -> array[float]:
    """Arrivals of stretches of constant rate: a Poisson number in each block, uniform within it."""
    draw, times = stream(seed, "arrivals").random, array("d")
    for start, length, rate in pieces:
        blocks = max(1, math.ceil(rate * length / BLOCK_MEAN))
        width = length / blocks
        table = _poisson_table(round(rate * width, 9))
        for block in range(blocks):
            low = start + block * width
            some = [low + width * draw() for _ in range(bisect_right(table, draw()))]
            some.sort()
            times.extend(some)
    return times


def _uniform(minutes: Iterable[tuple[float, float, int]], seed: int) -> array[float]:
    """So many arrivals in each stretch, uniform within it."""
    draw, times = stream(seed, "arrivals").random, array("d")
    for start, length, count in minutes:
        some = [start + length * draw() for _ in range(count)]
        some.sort()
        times.extend(some)
    return times


def _clumped(minutes: Iterable[tuple[float, float, int]], seed: int) -> array[float]:
    """So many arrivals in each stretch, more in some of its seconds than in others."""
    source, times = stream(seed, "clumps"), array("d")
    for start, length, count in minutes:
        seconds = max(1, round(length))
        width = length / seconds
        weights = [source.gammavariate(CLUMPING, 1.0) for _ in range(seconds)]
        places = source.choices(range(seconds), weights, k=count)
        draw = source.random
        some = [start + width * (place + draw()) for place in places]
        some.sort()
        times.extend(some)
    return times
