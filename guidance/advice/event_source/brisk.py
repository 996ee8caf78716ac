"""The quick way through a stretch in which messages may wait for a poller, but nothing fails.

One tight loop over batches of messages that follow one another. What it does not know (failures, growth of concurrency, messages
that return) it leaves to `StandardQueue`, at the moment it comes up.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from heapq import heappop, heappush
from typing import TYPE_CHECKING

from guidance.advice.event_source.pollers import NEVER

if TYPE_CHECKING:
    from guidance.advice.event_source.standard_queue import StandardQueue

MOST, NEAR = 256, 64
APART_SECONDS = 0.02
"""How long events are run one by one while messages that returned wait."""


def brisk(queue: StandardQueue, until: float) -> float:
    """Process up to `until` what can be; up to when events must be run one by one, or `queue.now` when all is done."""
    if queue.ready or queue.held:
        return min(until, queue.now + APART_SECONDS)
    if queue.hidden:
        if queue.hidden[0][0] <= queue.now:
            return math.nextafter(queue.now, math.inf)
        until = min(until, queue.hidden[0][0])
    return _batches(queue, until)


def _batches(queue: StandardQueue, until: float) -> float:  # noqa: C901, PLR0912, PLR0915 the hot loop: here a call costs as much as a step
    times, count, busy, inside = queue.times, len(queue.times), queue.busy, queue.inside
    pollers, environments, tally = queue.pollers, queue.environments, queue.tally
    capacity, overhead, most, base, per = int(pollers.capacity), queue.overhead, queue.most, queue.base, queue.per
    longest_allowed = min(queue.timeout, queue.visibility - overhead)
    head, now, due = queue.head, queue.now, pollers.pause(queue.now)
    fine = head + queue.failures.ahead
    sound = min(fine, queue.failures.next_poison(head))
    factors, drawn = queue.factors.block(MOST), 0
    first_head, stride, latencies, longest, seconds = head, tally.stride, tally.latencies, tally.longest, 0.0
    last_end, retention = queue.last_end, queue.retention
    requests, recent, stop_at = 0, environments.recent, 0.0
    pace, (gap, gap_bytes) = queue.pace, queue.gaps()
    while drawn < MOST:
        arrival = times[head] if head < count else until
        poll = arrival if arrival > now else now  # noqa: FURB136 as above
        if poll >= until:
            now = until
            break
        while busy and busy[0] <= poll:
            heappop(busy)
        free = pace
        if len(busy) >= capacity:
            free = max(pace, busy[0] if len(busy) == capacity else sorted(busy)[len(busy) - capacity])
        if free > poll:
            waited = min(free, until) - poll
            if waited >= due:
                stop_at = math.nextafter(poll + due, math.inf)
                break
            due -= waited
            tally.max_backlog = tally.max_backlog or 1
            if free >= until:
                now = until
                break
            poll = free
            while busy and busy[0] <= poll:
                heappop(busy)
        size = 1
        if head + 1 < count and times[head + 1] <= poll:
            near = min(count, head + NEAR)
            waiting = bisect_right(times, poll, head + 1, count if times[near - 1] <= poll else near) - head
            size = min(most, waiting if gap else -(-waiting // (capacity - len(busy))))
            tally.max_backlog = max(tally.max_backlog, waiting)
        duration = (base + per * size) * factors[drawn]
        if head + size > sound or duration > longest_allowed or poll - arrival > retention:
            now, stop_at = poll, math.nextafter(poll, math.inf)
            break
        start = poll + overhead
        while inside and inside[0] <= start:
            heappop(inside)
        if len(inside) >= recent:
            cold = environments.raise_to(len(inside) + 1, start)
            if cold is None:
                now, stop_at = poll, math.nextafter(poll, math.inf)
                break
            recent = environments.recent
            if cold:
                tally.cold_starts += 1
                duration += queue.cold
        end = start + duration
        heappush(busy, end)
        heappush(inside, end)
        seconds += duration
        drawn += 1
        now = poll
        if end - arrival > longest:  # noqa: PLR1730 as above
            longest = end - arrival
        if end > last_end:  # noqa: PLR1730 as above
            last_end = end
        if size == 1:
            requests += 2
            if not head % stride:
                latencies.append(end - arrival)
        else:
            requests += 2 * (-(-size // 10))
            latencies.extend([end - times[at] for at in range(head + -head % stride, head + size, stride)])
        head += size
        if gap:
            pace = poll + max(-(-size // 10) * gap, size * gap_bytes)
    done = head - first_head
    queue.head, queue.now, queue.failures.ahead = head, now, fine - head
    queue.arrived = bisect_right(times, now, head)
    pollers.due = due if due < NEVER else pollers.due
    queue.pace, queue.last_end = pace, last_end
    queue.factors.give_back(MOST - drawn)
    tally.stretch(done, drawn, seconds, requests)
    tally.longest = longest
    queue.cycle_seconds += seconds + drawn * overhead
    return min(stop_at, until) if stop_at else now
