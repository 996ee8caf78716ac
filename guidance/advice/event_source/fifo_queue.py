"""An SQS FIFO queue: messages of a group are processed in order, and a group is locked while any of its messages is in flight.

A batch takes as many messages of one group as there are, then of the next. Without partial batch responses a failure returns the
whole batch; with them the function stops at the first failure, as Lambda's documentation asks, and returns that message and those
after it.
https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import deque
from collections.abc import Iterable, Sequence
from heapq import heappop, heappush

from guidance.advice.event_source.behaviour import Behaviour
from guidance.advice.event_source.model import Scenario
from guidance.advice.event_source.orderly import orderly
from guidance.advice.event_source.pollers import NEVER
from guidance.advice.event_source.queue_run import QueueRun
from guidance.advice.event_source.randomness import keys
from guidance.advice.event_source.tally import Tally

APART_SECONDS = 0.02
"""How long events are run one by one before the quick way is tried again."""


class FifoQueue(QueueRun):
    """A queue with message groups."""

    def __init__(self, scenario: Scenario, times: Sequence[float], constants: Behaviour, tally: Tally) -> None:
        super().__init__(scenario, times, constants, tally)
        groups = scenario.traffic.groups
        self.ordered, self.window = True, 0.0
        self.most = min(self.most, int(constants.sqs_receive_messages))
        self.groups = array("I")
        for block in keys(len(times), groups, scenario.seed):
            self.groups.extend(block)
            tally.tell(0.0)
        self.queues: list[deque[int]] = [deque() for _ in range(groups)]
        self.locked = bytearray(groups)
        self.line: list[tuple[int, int]] = []
        """Heap of the groups that can be received from: their first message, and the group."""
        self.locks: list[tuple[float, int, Sequence[int]]] = []
        """Heap of when groups are free again: when, a number, groups."""
        self.available = self.queued = 0

    @property
    def tangled(self) -> bool:
        """Whether something happened, or can happen, that the quick way does not know."""
        return bool(
            self.hidden
            or self.held
            or self.parked
            or self.settled
            or self.received
            or self.pollers.provisioned
            or self.failures.poisoned
        )

    def idle(self) -> bool:
        """Whether nothing happens until a message arrives or is visible again."""
        return super().idle() and not (self.queued or self.locks)

    def _unfinished(self) -> bool:
        return super()._unfinished() or self.queued > 0

    def _waiting(self) -> tuple[int, float]:
        if not self.queued:
            return 0, self.now
        first = min((queue[0] for queue in self.queues if queue), default=-1)
        return self.queued, self.times[first] if first >= 0 else self.now

    def _advance(self, until: float) -> None:
        while self.now < until:
            if orderly(self, until):
                self._events(until)
            self.beat()

    def _events(self, until: float) -> None:
        """Every event up to `until`, one after another; or until the quick way may do again."""
        apart = self.now + APART_SECONDS
        times, count, busy, pollers = self.times, len(self.times), self.busy, self.pollers
        self._serve()
        while self.now < until:
            free = self._free()
            if self.available:
                pollers.waiting(self.now)
            else:
                if pollers.grow_at != NEVER:
                    pollers.eased(self.now)
                if self.now >= apart and not self.tangled:
                    return
            at = min(until, self.locks[0][0] if self.locks else until, self.hidden[0][0] if self.hidden else until)
            if self.held:
                at = min(at, self.held[0][0])
            if self.available:
                at = min(at, pollers.grow_at, busy[0] if busy else until, self.pace if self.pace > self.now else until)
                if free > 0:
                    at = min(at, self.now + APART_SECONDS)
            if (free > 0 or not self.available) and self.head < count:
                at = min(at, times[self.head])
            self.now = max(self.now, at)
            if busy and busy[0] <= self.now:
                del busy[: bisect_right(busy, self.now)]
            if pollers.grow_at <= self.now:
                pollers.grow(self.now)
            self._come()
            self._serve()
            self.beat()

    def _come(self) -> None:
        """What is there by now: messages that arrived or are visible again, groups that are free."""
        now, times = self.now, self.times
        if self.head < len(times) and times[self.head] <= now:
            stop = bisect_right(times, now, self.head)
            groups, queues, locked, line = self.groups, self.queues, self.locked, self.line
            for index in range(self.head, stop):
                group = groups[index]
                queue = queues[group]
                queue.append(index)
                if not locked[group]:
                    self.available += 1
                    if len(queue) == 1:
                        heappush(line, (index, group))
            self.queued += stop - self.head
            self.head = self.arrived = stop
            self.tally.max_backlog = max(self.tally.max_backlog, self.queued)
        while self.locks and self.locks[0][0] <= now:
            self._release(heappop(self.locks)[2])
        while self.hidden and self.hidden[0][0] <= now:
            groups_of = {self.groups[index] for index in self.hidden[0][2]}
            self._reappear()
            again = sorted(self.ready)
            self.ready.clear()
            self._return(again)
            if not (self.hidden and self.hidden[0][0] <= now):
                self._release(groups_of)
            else:
                self.number += 1
                heappush(self.locks, (now, self.number, tuple(groups_of)))

    def _return(self, again: Sequence[int]) -> None:
        """Messages go back to the front of their groups, in order."""
        for index in reversed(again):
            group = self.groups[index]
            queue = self.queues[group]
            self.queued += 1
            if not self.locked[group]:
                self.available += 1
                if not queue:
                    heappush(self.line, (index, group))
            before = []
            while queue and queue[0] < index:
                before.append(queue.popleft())
            queue.appendleft(index)
            queue.extendleft(reversed(before))

    def _release(self, groups: Iterable[int]) -> None:
        for group in groups:
            if self.locked[group]:
                self.locked[group] = 0
                queue = self.queues[group]
                if queue:
                    self.available += len(queue)
                    heappush(self.line, (queue[0], group))

    def _free(self) -> int:
        if self.pace > self.now:
            return 0
        return int(self.pollers.capacity) - len(self.busy) - len(self.held)

    def _serve(self) -> None:
        """Throttled batches try again; free pollers share what is available."""
        while self.held and self.held[0][0] <= self.now:
            _, _, batch, received, retries = heappop(self.held)
            self._invoke(batch, received, retries)
        while self.locks and self.locks[0][0] <= self.now:
            self._release(heappop(self.locks)[2])
        free = self._free()
        while free > 0 and self.available > 0:
            together = 1 if self.pollers.provisioned else free
            batch = self._receive(min(self.most, -(-self.available // together)))
            if batch:
                self._invoke(batch, self.now, 0)
            free = min(free - 1, self._free())

    def _receive(self, most: int) -> list[int]:
        """All messages of the group whose first is the oldest, then of the next, until there are so many; a batch at most.

        Their groups are locked. SQS returns as many messages of one group as it can.
        https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-understanding-logic.html
        """
        batch: list[int] = []
        now, settled, taken = self.now, self.settled, list[int]()
        while self.line and len(batch) < most:
            group = heappop(self.line)[1]
            queue = self.queues[group]
            self.available -= len(queue)
            self.locked[group] = 1
            taken.append(group)
            while queue and len(batch) < self.most:
                index = queue.popleft()
                self.queued -= 1
                if settled and settled.get(index, NEVER) <= now:
                    continue
                if now - self.times[index] > self.retention:
                    self.tally.expired += index not in settled
                    continue
                batch.append(index)
        if not batch:
            self._release(taken)
        return batch

    def _settle(
        self, batch: Sequence[int], failing: list[int], received: float, end: float, *, timed_out: bool
    ) -> None:
        back, groups = received + self.visibility, self.groups
        if not failing and not timed_out and end <= back:
            self._succeed(batch, end, back)
            self.number += 1
            heappush(self.locks, (end, self.number, tuple({groups[index] for index in batch})))
            return
        good = batch
        if timed_out or (failing and not self.partial):
            self.tally.failed += 1
            self.pollers.back_off()
            good = ()
        elif failing:
            good = batch[: failing[0]]
        bad = batch[len(good) :]
        positions = set() if timed_out else set(failing)
        self._hide([index for at, index in enumerate(bad, len(good)) if at in positions], back, innocent=False)
        self._hide([index for at, index in enumerate(bad, len(good)) if at not in positions], back, innocent=True)
        blocked = {groups[index] for index in bad}
        self.tally.blocked_seconds += len(blocked) * max(0.0, back - end)
        if good:
            self._succeed(good, end, back)
        if end > back:
            blocked |= {groups[index] for index in good}
        free = {groups[index] for index in batch} - blocked
        if free:
            self.number += 1
            heappush(self.locks, (end, self.number, tuple(free)))
