"""An SQS standard queue and its pollers, event by event.

A message that arrives is taken by one of the pollers that are free, each as likely as the next, for all of them wait in a long
poll: so batches are smaller than expected while traffic is low. When none is free messages wait, and the poller that becomes free
first takes as many as fit. What fails becomes visible again when its visibility timeout has passed since it was received.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from heapq import heappop

from guidance.advice.event_source.brisk import brisk
from guidance.advice.event_source.pollers import NEVER
from guidance.advice.event_source.queue_run import Gathering, QueueRun
from guidance.advice.event_source.smooth import smooth


class StandardQueue(QueueRun):
    """A queue without order."""

    def _advance(self, until: float) -> None:
        """Stretches that allow it the quick ways, the rest event by event."""
        plain = self.window == 0
        while self.now < until:
            limit = until
            if plain and self.hidden and self.hidden[0][0] <= self.now:
                self._catch_up()
            if plain and self.head < len(self.times):
                limit = until if self.pollers.provisioned else smooth(self, until)
                if limit > self.now:
                    limit = brisk(self, limit)
            if limit > self.now:
                self._events(limit)
            self.beat()

    def _waiting(self) -> tuple[int, float]:
        self.arrived = bisect_right(self.times, self.now, self.arrived)
        oldest = min(self.ready, default=self.head)
        if self.head < self.arrived:
            oldest = min(oldest, self.head)
        backlog = self.arrived - self.head + len(self.ready)
        return backlog, self.times[oldest] if backlog else self.now

    # Events, one by one

    def _events(self, until: float) -> None:
        """Every event up to `until`, one after another; or until what returned is taken, if that is all they are for."""
        pollers = self.pollers
        apart = self.window == 0 and bool(self.ready or self.held)
        while True:
            waiting = self._catch_up()
            at = self._next(until, waiting=waiting > 0)
            if waiting:
                self.now = at
                self.arrived = bisect_right(self.times, at, self.arrived)
                self.tally.max_backlog = max(self.tally.max_backlog, self.arrived - self.head)
                if pollers.grow_at <= at:
                    pollers.grow(at)
            else:
                if pollers.grow_at != NEVER:
                    pollers.eased(self.now)
                self._arrive(at)
            if self.now >= until or (apart and not self.ready and not self.held):
                return
            self.beat()

    def _catch_up(self) -> int:
        """What happens by now. How many messages still wait."""
        self._due()
        waiting = self.arrived - self.head + len(self.ready)
        return waiting - self._take(waiting) if waiting else 0

    def _due(self) -> None:
        """What is due by now: pollers free, windows closed, messages visible again, throttled batches to retry."""
        now, busy = self.now, self.busy
        if busy and busy[0] <= now:
            del busy[: bisect_right(busy, now)]
        if self.deadlines:
            self._close_due()
        while self.hidden and self.hidden[0][0] <= now:
            self._reappear()
        while self.held and self.held[0][0] <= now:
            _, _, batch, received, retries = heappop(self.held)
            self._invoke(batch, received, retries)

    def _arrive(self, at: float) -> None:
        """On to the next arrivals, while nothing waits; or to `at`, when nothing arrives before."""
        times = self.times
        if self.arrived >= len(times) or times[self.arrived] >= at:
            self.now = at
        elif self.window and self._free() > 0:
            self._gather(at)
        else:
            self.now = times[self.arrived]
            self.arrived += 1

    def _next(self, until: float, *, waiting: bool) -> float:
        """When the next thing happens that is not an arrival."""
        at = until
        if waiting:
            self.pollers.waiting(self.now)
            at = min(at, self.pollers.grow_at)
            if self.busy:
                at = min(at, self.busy[0])
            if self.pace > self.now:
                at = min(at, self.pace)
        while self.deadlines and self.deadlines[0].fired:
            self.deadlines.popleft()
        if self.deadlines:
            at = min(at, self.deadlines[0].deadline)
        if self.hidden:
            at = min(at, self.hidden[0][0])
        if self.held:
            at = min(at, self.held[0][0])
        return at

    def _free(self) -> int:
        """Pollers that can take a message now: idle ones and those that gather."""
        if self.pace > self.now:
            return 0
        free = int(self.pollers.capacity) - len(self.busy) - len(self.held)
        return min(free, self.pollers.apart)

    # Taking messages

    def _take(self, waiting: int) -> int:
        """Free pollers share what waits, each at most a batch. How many messages were taken."""
        taken = 0
        acceptors = max(self._free(), len(self.open))
        idle = acceptors - len(self.open)
        while idle > 0 and taken < waiting and self.pace <= self.now:
            # on demand all free pollers receive at once; provisioned ones, whose receives are counted, one after another
            together = 1 if self.pollers.provisioned else acceptors
            share = min(self.most, -(-(waiting - taken) // together))
            batch = self._pop(share)
            taken += share
            idle -= 1
            acceptors -= 1
            if not batch:
                continue
            if self.window and len(batch) < self.most:
                self._start(batch)
            else:
                self._invoke(batch, self.now, 0)
        for gathering in list(self.open):
            if taken >= waiting or gathering.opened == self.now or self.pace > self.now:
                break
            share = min(self.most - len(gathering.messages), waiting - taken)
            gathering.messages.extend(self._pop(share))
            taken += share
            if len(gathering.messages) >= self.most:
                self._fire(gathering)
        return taken

    def receive(self, share: int) -> None:
        """A free poller takes so many of the messages that wait, and none that were seen before."""
        batch = self._pop(share)
        if batch:
            self._invoke(batch, self.now, 0)

    def _pop(self, share: int) -> Sequence[int]:
        """The next messages that wait, those that were seen before first; what is gone by now is left out."""
        now, head = self.now, self.head
        if not self.ready:
            share = min(share, self.arrived - head)
            if not share:
                return ()
            self.head += share
            if now - self.times[head] > self.retention:
                fresh = bisect_right(self.times, now - self.retention, head, head + share)
                self.tally.expired += fresh - head
                head = fresh
            return range(head, self.head)
        seen = [self.ready.popleft() for _ in range(min(share, len(self.ready)))]
        if self.settled:
            seen = [index for index in seen if self.settled.get(index, NEVER) > now]
        fresh = share - len(seen) if not self.ready else 0
        fresh = min(fresh, self.arrived - self.head)
        self.head += fresh
        return [*seen, *range(head, self.head)]

    def _start(self, batch: Sequence[int]) -> Gathering:
        """A poller begins to gather: its window opens with the first message."""
        gathering = Gathering(self.now, self.now + self.window)
        gathering.messages.extend(batch)
        self.open.append(gathering)
        self.deadlines.append(gathering)
        return gathering

    def _gather(self, limit: float) -> None:
        """Deal arriving messages to the pollers that are free, each to any of them alike, until one has its batch full."""
        times, count, busy, gatherings = self.times, len(self.times), self.busy, self.open
        at, most, draw, now = self.arrived, self.most, self.uniforms.one, self.now
        slots = int(self.pollers.capacity) - len(self.held)
        apart = self.pollers.apart
        while at < count:
            now = times[at]
            if now >= limit:
                break
            while busy and busy[0] <= now:
                del busy[0]
            acceptors = min(slots - len(busy), apart)
            if acceptors <= len(gatherings):
                acceptors = len(gatherings)
                if not acceptors:
                    break
            slot = int(draw() * acceptors)
            at += 1
            if slot < len(gatherings):
                gathering = gatherings[slot]
                gathering.messages.append(at - 1)
                if len(gathering.messages) < most:
                    continue
                self.head, self.arrived, self.now = at, at, now
                self._fire(gathering)
                return
            self.now = now
            self._start((at - 1,))
            limit = min(limit, self.deadlines[0].deadline)
        self.head = self.arrived = at
        self.now = max(self.now, min(now, limit))

    def _close_due(self) -> None:
        """Fire what has gathered for as long as the window is."""
        deadlines = self.deadlines
        while deadlines and (deadlines[0].fired or deadlines[0].deadline <= self.now):
            gathering = deadlines.popleft()
            if not gathering.fired:
                self._fire(gathering)

    def _fire(self, gathering: Gathering) -> None:
        gathering.fired = True
        self.open.remove(gathering)
        self._invoke(gathering.messages, gathering.opened, 0)
