"""Sources that are read in order: shards of Kinesis and DynamoDB streams, partitions of Kafka. Each lane has one batch at a time.

A lane is a shard, or with a parallelization factor one of its parts by partition key; or a partition. What fails blocks its lane
until it succeeds, is split, is given up, or expires.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Sequence
from heapq import heappop, heappush
from itertools import count as numbers

from guidance.advice.event_source.behaviour import Behaviour
from guidance.advice.event_source.consumers import Consumers
from guidance.advice.event_source.environments import Environments
from guidance.advice.event_source.lane import Batch, Lane, Rules
from guidance.advice.event_source.model import Outcome, Scenario
from guidance.advice.event_source.randomness import Factors, Failures, keys, stream
from guidance.advice.event_source.tally import Tally

TICKS = 2000


class LaneRun:
    """One run over all lanes, event by event."""

    def __init__(self, scenario: Scenario, times: Sequence[float], constants: Behaviour, tally: Tally) -> None:
        function, traffic = scenario.function, scenario.traffic
        self.tally, self.times, self.constants = tally, times, constants
        self.rules = Rules.of(scenario, constants)
        self.timeout = function.timeout_seconds
        self.base, self.per = function.base_ms / 1000, function.per_message_ms / 1000
        self.cold = function.cold_start_ms / 1000
        self.environments = Environments(function, constants)
        self.factors = Factors(function.duration_cv, stream(scenario.seed, "durations"))
        self.consumers = Consumers(scenario, constants)
        self.lanes = self._lanes(scenario)
        self.bytes = traffic.message_bytes
        self.inside: list[float] = []
        self.number = numbers()
        self.events: list[tuple[float, int, Lane]] = []
        self.parked: list[Lane] = []
        """Lanes that wait for a poller of Kafka."""
        self.now = self.last_end = 0.0

    def _lanes(self, scenario: Scenario) -> list[Lane]:
        """Deal the messages by partition key."""
        source, settings, traffic, function = scenario.source, scenario.settings, scenario.traffic, scenario.function
        parts = settings.parallelization_factor if source.stream else 1
        count = traffic.lanes * parts
        draw = stream(scenario.seed, "lanes")
        place = [draw.randrange(count) for _ in range(traffic.groups)]
        dealt = [array("d") for _ in range(count)]
        put = [dealt[lane].append for lane in place]
        if count == 1:
            dealt[0].extend(self.times)
        else:
            at = 0
            for block in keys(len(self.times), traffic.groups, scenario.seed):
                for time, key in zip(self.times[at : at + len(block)], block, strict=True):
                    put[key](time)
                at += len(block)
                self.tally.tell(0.0)
        phases = [draw.random() for _ in range(traffic.lanes)]
        return [
            Lane(
                times,
                self.rules.poll_seconds * phases[number // parts],
                Failures(len(times), function.error_rate, function.poison_rate, scenario.seed * 1_000_003 + number),
            )
            for number, times in enumerate(dealt)
        ]

    def run(self) -> None:
        """To the end of the traffic and on until nothing is left, or until waiting longer would tell nothing more."""
        seconds = self.tally.seconds
        give_up = seconds + max(600.0, min(seconds, 3600.0)) + 2 * self.timeout
        every = max(0.25, seconds / TICKS)
        next_tick, handled = 0.0, 0
        for lane in self.lanes:
            self._go_on(lane, 0.0)
        while self.events or self.parked:
            at = self.events[0][0] if self.events else give_up
            if self.parked and self.consumers.next_change < at:
                self._grow(self.consumers.next_change)
                continue
            if at > give_up or not self.events:
                break
            while next_tick <= at:
                self.now = next_tick
                self._tick()
                next_tick += every
            self.now, _, lane = heappop(self.events)
            self._act(lane)
            handled += 1
            if not handled & 1023:
                self.tally.tell(self.now / (seconds or 1))
        self.now = give_up if self.left() else max(self.last_end, seconds)
        while next_tick <= seconds:
            self.now = next_tick
            self._tick()
            next_tick += every
        self.now = max(self.now, self.last_end)
        self.consumers.finish(self.now)
        for lane in self.lanes:
            if lane.blocked_since >= 0:
                self.tally.blocked_seconds += max(0.0, self.now - lane.blocked_since)

    def left(self) -> int:
        """Messages that are neither processed nor lost."""
        tally = self.tally
        return len(self.times) - tally.processed - tally.dead_letters - tally.expired

    def _go_on(self, lane: Lane, free: float) -> None:
        """The lane, free from then on, tries again what failed, or has its next batch."""
        at = free if lane.pending else self.rules.next_batch(lane, free)
        if at is not None:
            heappush(self.events, (at, next(self.number), lane))

    def _act(self, lane: Lane) -> None:
        """The lane has a batch now: invoke, or wait for a poller or for concurrency."""
        now, rules, tally = self.now, self.rules, self.tally
        batch = lane.pending[-1] if lane.pending else rules.read(lane, now)
        if batch is None or rules.too_old(lane, batch, now, tally):
            self._go_on(lane, now)
            return
        inside = self.inside
        while inside and inside[0] <= now:
            heappop(inside)
        if self.consumers.bounded and not self.consumers.admit(now, len(inside), self.bytes * batch.size):
            self.parked.append(lane)
            return
        start, cold = now + rules.overhead, 0.0
        if len(inside) >= self.environments.recent:
            fresh = self.environments.raise_to(len(inside) + 1, start)
            if fresh is None:
                self._throttled(lane, batch)
                return
            if fresh:
                tally.cold_starts += 1
                cold = self.cold
        self._invoke(lane, batch, start, cold)

    def _invoke(self, lane: Lane, batch: Batch, start: float, cold: float) -> None:
        tally, rules = self.tally, self.rules
        size, failures = batch.size, lane.failures
        failing: list[int] = []
        if failures.poisoned or failures.ahead < size:
            failing = failures.of(range(batch.first, batch.last))
        else:
            failures.ahead -= size
        work = failing[0] + 1 if failing and not rules.partial else size
        duration = (self.base + self.per * work) * self.factors.one()
        timed_out = duration > self.timeout
        duration = cold + (self.timeout if timed_out else duration)
        end = start + duration
        heappush(self.inside, end)
        self.last_end = max(self.last_end, end)
        tally.invocations += 1
        tally.tries += size
        tally.busy_seconds += duration
        lane.throttles = 0
        if failing or timed_out:
            free = rules.failed(lane, batch, failing, end, tally, timed_out=timed_out)
        else:
            free = rules.succeeded(lane, batch, end, tally)
        self._go_on(lane, free)
        if self.parked:
            heappush(self.events, (end, next(self.number), self.parked.pop(0)))

    def _throttled(self, lane: Lane, batch: Batch) -> None:
        constants, tally = self.constants, self.tally
        tally.throttled += 1
        wait = constants.throttle_first_retry_seconds * 2**lane.throttles
        wait = min(wait, constants.throttle_longest_retry_seconds)
        lane.throttles = min(lane.throttles + 1, 16)
        if not lane.pending:
            lane.pending.append(batch)
        heappush(self.events, (self.now + wait, next(self.number), lane))

    def _grow(self, at: float) -> None:
        """More pollers of Kafka: the lanes that waited try again."""
        self.now = max(self.now, at)
        self.consumers.change(self.now)
        for lane in self.parked:
            heappush(self.events, (self.now, next(self.number), lane))
        self.parked.clear()

    def _tick(self) -> None:
        now, tally = self.now, self.tally
        backlog, oldest = 0, now
        for lane in self.lanes:
            waiting = bisect_right(lane.times, now, lane.head) - lane.head
            if waiting:
                backlog += waiting
                oldest = min(oldest, lane.times[lane.head])
        running = sum(end > now for end in self.inside)
        self.environments.tick(now, running)
        self.consumers.tick(now, running)
        tally.point(now, backlog, now - oldest, running)
        tally.tell(now / (tally.seconds or 1))

    def outcome(self, filtered: int) -> Outcome:
        """What came of the run."""
        left = self.left()
        ended = max(self.now, self.last_end)
        polls = ended / self.rules.poll_seconds * len(self.lanes) if self.rules.poll_seconds else self.tally.invocations
        self.tally.requests += polls
        return self.tally.outcome(
            filtered=filtered,
            left=left,
            ended=ended,
            drained=ended if left else self.last_end,
            peak=self.environments.peak,
            poller_hours=self.consumers.poller_seconds / 3600,
        )
