"""The quick way through a stretch of a FIFO queue in which nothing fails and no group that is free has messages waiting.

One tight loop over arrivals and ends of invocations. What it does not know it leaves to `FifoQueue`, at the moment it comes up.
"""

from __future__ import annotations

import math
from heapq import heappop, heappush
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from guidance.advice.event_source.fifo_queue import FifoQueue

MOST = 256


def orderly(queue: FifoQueue, until: float) -> bool:
    """Process up to `until` what can be. Whether the rest up to there is for the events one by one."""
    if (
        queue.available
        or queue.hidden
        or queue.held
        or queue.settled
        or queue.received
        or queue.pollers.provisioned
        or queue.failures.poisoned
    ):
        return True
    return _batches(queue, until)


def _batches(queue: FifoQueue, until: float) -> bool:  # noqa: C901, PLR0912, PLR0915 the hot loop: here a call costs as much as a step
    times, groups, queues, locked, locks = queue.times, queue.groups, queue.queues, queue.locked, queue.locks
    busy, inside, tally, environments, count = (
        queue.busy,
        queue.inside,
        queue.tally,
        queue.environments,
        len(queue.times),
    )
    capacity, overhead, most, base, per = int(queue.pollers.capacity), queue.overhead, queue.most, queue.base, queue.per
    longest_allowed = min(queue.timeout, queue.visibility - overhead)
    head, now, number, queued, ahead = queue.head, queue.now, queue.number, queue.queued, queue.failures.ahead
    factors, drawn, stride, latencies = queue.factors.block(MOST), 0, tally.stride, tally.latencies
    longest, seconds, tries, requests, rest = tally.longest, 0.0, 0, 0, False
    while drawn < MOST:
        due = locks[0][0] if locks else math.inf
        arrival = times[head] if head < count else math.inf
        at = min(arrival, due)
        if at >= until:
            now = until
            break
        while busy and busy[0] <= at:
            heappop(busy)
        if arrival < due:
            group = groups[head]
            if len(busy) >= capacity and not locked[group]:
                rest = True
                break
            now = at
            waiting = queues[group]
            waiting.append(head)
            head, queued = head + 1, queued + 1
            if locked[group]:
                tally.max_backlog = max(tally.max_backlog, queued)
                continue
        else:
            ended = locks[0][2]
            behind = ended if len(ended) == 1 else [group for group in ended if queues[group]] or ended[:1]
            if len(behind) > 1 or len(busy) >= capacity:
                rest = True
                break
            now = at
            heappop(locks)
            for group in ended:
                locked[group] = 0
            group = behind[0]
            waiting = queues[group]
            if not waiting:
                continue
        size = len(waiting)
        duration = (base + per * size) * factors[drawn]
        start, cold = now + overhead, False
        while inside and inside[0] <= start:
            heappop(inside)
        unfit = size > most or size > ahead or duration > longest_allowed or now - times[waiting[0]] > queue.retention
        if not unfit and len(inside) >= environments.recent:
            fresh = environments.raise_to(len(inside) + 1, start)
            unfit, cold = fresh is None, bool(fresh)
        if unfit:
            queue.available = size
            heappush(queue.line, (waiting[0], group))
            rest = True
            break
        if cold:
            tally.cold_starts += 1
            duration += queue.cold
        end = start + duration
        number, drawn, tries, ahead, queued = number + 1, drawn + 1, tries + size, ahead - size, queued - size
        heappush(busy, end)
        heappush(inside, end)
        heappush(locks, (end, number, (group,)))
        locked[group] = 1
        seconds += duration
        requests += 2 * (-(-size // 10))
        longest = max(longest, end - times[waiting[0]])
        if stride == 1:
            latencies.extend([end - times[index] for index in waiting])
        else:
            for index in waiting:
                if not index % stride:
                    latencies.append(end - times[index])
        waiting.clear()
        queue.last_end = max(queue.last_end, end)
    queue.head = queue.arrived = head
    queue.now, queue.number, queue.queued, queue.failures.ahead = now, number, queued, ahead
    queue.factors.give_back(MOST - drawn)
    tally.stretch(tries, drawn, seconds, requests)
    tally.longest = longest
    queue.cycle_seconds += seconds + drawn * overhead
    return rest
