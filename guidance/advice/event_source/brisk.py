"""The quick way through a stretch in which messages may wait for a poller, but nothing fails.

One tight loop over batches of messages that follow one another. What it does not know (failures, growth of concurrency, messages
that return) it leaves to `StandardQueue`, at the moment it comes up.
"""

from __future__ import annotations

import math
from bisect import bisect_right, insort
from typing import TYPE_CHECKING

from guidance.advice.event_source.pollers import NEVER

if TYPE_CHECKING:
    from guidance.advice.event_source.standard_queue import StandardQueue

MOST = 128
APART_SECONDS = 0.02
"""How long events are run one by one while messages that returned wait."""


def brisk(queue: StandardQueue, until: float) -> float:
    """Process up to `until` what can be; up to when events must be run one by one, or `queue.now` when all is done."""
    if queue.ready or queue.held:
        return min(until, queue.now + APART_SECONDS)
    if queue.hidden:
        until = min(until, queue.hidden[0][0])
    stop_at, size = _batches(queue, until)
    if size:
        queue.receive(size)
    return min(stop_at, until) if stop_at else queue.now


def _batches(queue: StandardQueue, until: float) -> tuple[float, int]:  # noqa: C901, PLR0912, PLR0915 the hot loop: here a call costs as much as a step
    """Up to when events must be run one by one, else 0; the size of a batch due now that this loop does not know, else 0."""
    times, count, busy = queue.times, len(queue.times), queue.busy
    pollers, environments, tally = queue.pollers, queue.environments, queue.tally
    capacity, overhead, most, base, per = int(pollers.capacity), queue.overhead, queue.most, queue.base, queue.per
    longest_allowed = min(queue.timeout, queue.visibility - overhead)
    head, now, due = queue.head, queue.now, pollers.pause(queue.now)
    fine = head + queue.failures.ahead
    sound = min(fine, queue.failures.next_poison(head))
    first_head, stride, latencies, longest, seconds = head, tally.stride, tally.latencies, tally.longest, 0.0
    arrived, backlog, sampled = max(queue.arrived, head), tally.max_backlog, head + -head % tally.stride
    last_end, retention = queue.last_end, queue.retention
    more_requests, sure, stop_at, odd, start = 0, 0, 0.0, 0, queue.started
    pace, (gap, gap_bytes) = queue.pace, queue.gaps() if pollers.provisioned else (0.0, 0.0)
    drawn = -1
    for factor in queue.factors.block(MOST):
        drawn += 1
        arrival = times[head] if head < count else until
        poll = arrival if arrival > now else now  # noqa: FURB136 as above
        if poll >= until:
            now = until
            break
        while busy and busy[0] <= poll:
            del busy[0]
        idle = capacity - len(busy)
        if idle <= 0 or pace > poll:
            free = pace
            if idle <= 0 and busy[-idle] > free:
                free = busy[-idle]
            waited = (free if free < until else until) - poll  # noqa: FURB136 as above
            if waited >= due:
                stop_at = math.nextafter(poll + due, math.inf)
                break
            due -= waited
            backlog = backlog or 1
            if free >= until:
                now = until
                break
            poll = free
            while busy and busy[0] <= poll:
                del busy[0]
            idle = capacity - len(busy)
        while arrived < count and times[arrived] <= poll:
            arrived += 1
        size = waiting = arrived - head
        if waiting > 1:
            if waiting > backlog:  # noqa: PLR1730 as above
                backlog = waiting
            if not gap:
                size = -(-waiting // idle)
            if size > most:  # noqa: PLR1730 as above
                size = most
        duration = (base + per * size) * factor
        if head + size > sound or duration > longest_allowed or poll - arrival > retention:
            now, odd = poll, size
            break
        start = poll + overhead
        if sure:
            sure -= 1
        else:
            running = queue.running(start)
            cold = environments.raise_to(running + 1, start) if running >= environments.recent else False
            if cold is None:
                now, odd = poll, size
                break
            # so many more can begin before one may be cold, whatever ends until then
            sure = environments.recent - running - 1
            if cold:
                tally.cold_starts += 1
                duration += queue.cold
        end = start + duration
        insort(busy, end)
        seconds += duration
        now = poll
        if end - arrival > longest:  # noqa: PLR1730 as above
            longest = end - arrival
        if end > last_end:  # noqa: PLR1730 as above
            last_end = end
        if size > 10:
            more_requests += 2 * (-(-size // 10) - 1)
        head += size
        while sampled < head:
            latencies.append(end - times[sampled])
            sampled += stride
        if gap:
            pace = poll + max(-(-size // 10) * gap, size * gap_bytes)
    else:
        drawn = MOST
    done = head - first_head
    queue.head, queue.now, queue.failures.ahead = head, now, fine - head
    queue.arrived, tally.max_backlog = bisect_right(times, now, max(arrived, head)), backlog
    pollers.due = due if due < NEVER else pollers.due
    queue.pace, queue.last_end, queue.started = pace, last_end, start
    queue.factors.give_back(MOST - drawn)
    tally.stretch(done, drawn, seconds, 2 * drawn + more_requests)
    tally.longest = longest
    queue.cycle_seconds += seconds + drawn * overhead
    return stop_at, odd
