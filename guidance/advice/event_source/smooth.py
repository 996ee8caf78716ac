"""The quick way through a stretch in which every message finds a poller free and an environment warm.

Then each is a batch of its own and the stretch needs no events. Whether it is such a stretch is checked exactly, on sorted lists.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from operator import add, le
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from guidance.advice.event_source.standard_queue import StandardQueue

LEAST, MOST = 12, 2048
AGAIN_SECONDS, LONGEST_SECONDS = 0.05, 1.0
"""How long this way is not tried after messages had to wait from the beginning; each time twice as long."""


def smooth(queue: StandardQueue, until: float) -> float:
    """Process what arrives before `until` at once where that is exact; up to when events must be run one by one.

    The answer is `queue.now` when the stretch is done.
    """
    if queue.now < queue.rough or queue.ready or queue.held or queue.parked or queue.arrived > queue.head:
        return until
    head, times = queue.head, queue.times
    stop = bisect_left(times, until, head, min(len(times), head + queue.reach))
    bad = min(head + queue.failures.ahead, queue.failures.next_poison(head))
    if queue.hidden:
        bad = min(bad, bisect_left(times, queue.hidden[0][0], head, stop))
    stop = min(stop, bad)
    if stop - head < LEAST:
        return min(until, math.nextafter(times[stop], math.inf)) if stop == bad and stop < len(times) else until
    arrivals = list(times[head:stop])
    each = queue.base + queue.per
    durations = [each * factor for factor in queue.factors.block(len(arrivals))]
    fit = _fitting(queue, arrivals, durations)
    if fit == len(arrivals):
        queue.reach, queue.again = min(MOST, 2 * queue.reach), AGAIN_SECONDS
        return queue.now
    queue.reach = max(4 * LEAST, fit)
    queue.factors.give_back(len(arrivals) - fit)
    if fit >= LEAST:
        _fitting(queue, arrivals[:fit], durations[:fit])
    else:
        queue.rough = queue.now + queue.again
        queue.again = min(LONGEST_SECONDS, max(AGAIN_SECONDS, 2 * queue.again))
    return until


def _fitting(queue: StandardQueue, arrivals: list[float], durations: list[float]) -> int:
    """How many of these can be processed before one would wait, start cold or take too long. If all, they are."""
    overhead, environments, longest = queue.overhead, queue.environments, max(durations)
    if longest > queue.timeout or longest + overhead > queue.visibility:
        return 0
    ends = queue.busy.copy()
    before = len(ends)
    starts = [arrival + overhead for arrival in arrivals]
    ends.extend(map(add, starts, durations))
    ends.sort()
    fit = first_above(int(queue.pollers.capacity), before, ends, arrivals)
    if fit < len(arrivals):
        return fit
    if first_above(environments.recent, before, ends, starts) < len(starts):
        fit = first_above(environments.warm, before, ends, starts)
        if fit < len(starts):
            return fit
        peak = max(number - bisect_right(ends, start) for number, start in enumerate(starts, before + 1))
        environments.recent = max(environments.recent, peak)
        environments.peak = max(environments.peak, peak)
    first, last = queue.head, arrivals[-1]
    queue.now, queue.head = last, first + len(arrivals)
    queue.arrived = queue.head
    queue.busy = ends[bisect_right(ends, last) :]
    queue.started = starts[-1]
    queue.failures.ahead -= len(arrivals)
    _note(queue, durations, longest, ends[-1])
    return len(arrivals)


def _note(queue: StandardQueue, durations: list[float], longest: float, end: float) -> None:
    """The books of a stretch in which every message up to the head was a batch of its own, processed at once."""
    tally, overhead, count, seconds = queue.tally, queue.overhead, len(durations), sum(durations)
    tally.stretch(count, count, seconds, 2 * count)
    tally.longest = max(tally.longest, longest + overhead)
    tally.latencies.extend(
        [duration + overhead for duration in durations[(count - queue.head) % tally.stride :: tally.stride]]
    )
    queue.cycle_seconds += seconds + count * overhead
    queue.last_end = max(queue.last_end, end)


def first_above(most: int, before: int, ends: list[float], starts: list[float]) -> int:
    """Number of the first of `starts` at which more than `most` have begun and not ended, itself counted; else their count.

    `ends`, sorted, are those of `before` earlier ones and of all that begin here, each later than its own start. So at the start
    of number i, `before + i + 1` have begun, and at most `most` go on exactly if the `before + i + 1 - most` earliest ends lie
    before it.
    """
    skip = max(0, most - before)
    due, rest = ends[before + skip - most :], starts[skip:]
    if all(map(le, due, rest)):
        return len(starts)
    return skip + next(number for number, (end, start) in enumerate(zip(due, rest, strict=False)) if end > start)
