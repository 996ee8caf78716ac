"""The quick way through a stretch of a FIFO queue in which nothing fails and no group that is free has messages waiting.

One tight loop over arrivals and, between them, ends of invocations. What it does not know it leaves to `FifoQueue`, at the moment
it comes up.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from heapq import heappush
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from guidance.advice.event_source.fifo_queue import FifoQueue

MOST = 512
ENDLESS = 1 << 29
"""More tries than a stretch has; small integers are quicker than `Gaps.NEVER`."""


def orderly(queue: FifoQueue, until: float) -> bool:
    """Process up to `until` what can be. Whether the rest up to there is for the events one by one."""
    if queue.available or queue.tangled:
        return True
    busy, locks = queue.busy, sorted(queue.locks)
    if busy and busy[0] <= queue.now and not (locks and locks[0][0] <= busy[0]):
        del busy[: bisect_right(busy, queue.now)]
    if [lock[0] for lock in locks] != busy:
        return True
    return _batches(queue, [lock[2] for lock in locks], until)


def _batches(queue: FifoQueue, locks: list[Sequence[int]], until: float) -> bool:  # noqa: C901, PLR0912, PLR0915 the hot loop: here a call costs as much as a step
    """`locks` are the groups that the ends of invocations free, in the order of `queue.busy`."""
    several = [each for each in locks if len(each) > 1]
    several_left = iter(range(-1, -1 - len(several), -1))
    owners = [each[0] if len(each) == 1 else next(several_left) for each in locks]
    times, groups, queues, locked, ends = queue.times, queue.groups, queue.queues, queue.locked, queue.busy
    tally, environments = queue.tally, queue.environments
    capacity, overhead, most, base, per = int(queue.pollers.capacity), queue.overhead, queue.most, queue.base, queue.per
    longest_allowed, retention = min(queue.timeout, queue.visibility - overhead), queue.retention
    head, now, queued = queue.head, queue.now, queue.queued
    ahead = tries = min(queue.failures.ahead, ENDLESS)
    drawn, stride, latencies = 0, tally.stride, tally.latencies
    longest, most_queued, last_end, seconds, more_requests = tally.longest, tally.max_backlog, queue.last_end, 0.0, 0
    sure, start, begun, rest = 0, queue.started, 0, False
    stop = bisect_left(times, until, head, min(head + MOST, len(times)))
    factors = queue.factors.block(min(MOST, stop - head + queued + 1))
    done = stop == len(times) or times[stop] >= until
    final = math.nextafter(until, -math.inf) if done else times[stop - 1]
    ends.append(math.inf)
    for at, group in zip([*times[head:stop], final], [*groups[head:stop], -1], strict=True):
        while True:
            due = ends[0]
            if due <= at:
                owner = owners[0]
                if owner < 0:
                    together = several[-1 - owner]
                    behind = [each for each in together if queues[each]]
                    if len(behind) > 1 or (behind and len(ends) > capacity + 1):
                        rest = True
                        break
                    for each in together:
                        locked[each] = 0
                    owner = behind[0] if behind else together[0]
                    locked[owner] = 1
                waiting = queues[owner]
                size = len(waiting)
                if size and len(ends) > capacity + 1:
                    rest = True
                    break
                del ends[0], owners[0]
                now = due
                if not size:
                    locked[owner] = 0
                    continue
                first = waiting[0]
                arrival = times[first]
            else:
                if group < 0:
                    break
                if locked[group]:
                    now = at
                    queues[group].append(head)
                    head += 1
                    queued += 1
                    if queued > most_queued:  # noqa: PLR1730 a call costs as much as a step
                        most_queued = queued
                    break
                if len(ends) > capacity:
                    rest = True
                    break
                now = arrival = at
                owner, first, size = group, head, 1
            duration, start = (base + per * size) * factors[drawn], now + overhead
            cold: bool | None = False
            if size > most or size > ahead or duration > longest_allowed or now - arrival > retention:
                cold = None
            elif sure:
                sure -= 1
            else:
                running = len(ends) - 1 - bisect_right(ends, start)
                if running >= environments.recent:
                    cold = environments.raise_to(running + 1, start)
                # so many more can begin before one may be cold, whatever ends until then
                sure = environments.recent - running - 1
            if cold is None:
                if due > at:
                    queues[owner].append(head)
                    head += 1
                    queued += 1
                locked[owner] = 0
                queue.available = size
                heappush(queue.line, (first, owner))
                rest = True
                break
            if cold:
                tally.cold_starts += 1
                duration += queue.cold
            end = start + duration
            place = bisect_right(ends, end)
            ends.insert(place, end)
            owners.insert(place, owner)
            begun += 1
            drawn += 1
            if drawn == len(factors):
                factors, drawn = queue.factors.block(MOST), 0
            ahead -= size
            seconds += duration
            if end - arrival > longest:  # noqa: PLR1730 as above
                longest = end - arrival
            if end > last_end:  # noqa: PLR1730 as above
                last_end = end
            if due > at:
                locked[owner] = 1
                if not head % stride:
                    latencies.append(end - at)
                head += 1
                break
            queued -= size
            if size > 10:
                more_requests += 2 * (-(-size // 10) - 1)
            for index in waiting:
                if not index % stride:
                    latencies.append(end - times[index])
            waiting.clear()
        if rest:
            break
    ends.pop()
    if not rest:
        now = until if done else final
    number = queue.number
    queue.locks = [
        (end, number + at, (owner,) if owner >= 0 else several[-1 - owner])
        for at, (end, owner) in enumerate(zip(ends, owners, strict=True), 1)
    ]
    queue.head = queue.arrived = head
    queue.now, queue.number, queue.queued = now, number + len(ends), queued
    queue.failures.ahead -= tries - ahead
    queue.last_end, queue.started = last_end, start
    queue.factors.give_back(len(factors) - drawn)
    tally.stretch(tries - ahead, begun, seconds, 2 * begun + more_requests)
    tally.longest, tally.max_backlog = longest, most_queued
    queue.cycle_seconds += seconds + begun * overhead
    return rest
