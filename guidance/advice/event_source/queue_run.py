"""What every SQS queue has in common: a run's state, invocations, and what becomes of messages.

What fails becomes visible again when its visibility timeout has passed since it was received; so does what is not done by then.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from bisect import bisect_right, insort
from collections import deque
from collections.abc import Sequence
from heapq import heappop, heappush

from guidance.advice.event_source.behaviour import Behaviour
from guidance.advice.event_source.environments import Environments
from guidance.advice.event_source.idle import skip
from guidance.advice.event_source.model import Outcome, Scenario
from guidance.advice.event_source.pollers import Pollers
from guidance.advice.event_source.randomness import Factors, Failures, Uniforms, stream
from guidance.advice.event_source.tally import Tally

TICK_SECONDS = 1.0


class Gathering:
    """A batch that a poller still adds to."""

    __slots__ = ("deadline", "fired", "messages", "opened")

    def __init__(self, opened: float, deadline: float) -> None:
        self.messages: list[int] = []
        self.opened = opened
        self.deadline = deadline
        self.fired = False


class QueueRun(ABC):
    """One run. `now` only moves forward; `head` is the first message not yet received, `arrived` the first not yet sent."""

    def __init__(self, scenario: Scenario, times: Sequence[float], constants: Behaviour, tally: Tally) -> None:
        settings, function, queue = scenario.settings, scenario.function, scenario.queue
        self.constants, self.tally, self.times = constants, tally, times
        size = scenario.traffic.message_bytes + constants.sqs_envelope_bytes
        self.most = max(1, min(settings.batch_size, int(constants.batch_payload_bytes / size)))
        self.window = settings.maximum_batching_window_seconds if self.most > 1 else 0.0
        self.partial = settings.report_batch_item_failures
        # a mapping needs a visibility timeout of at least the function's, which is at least a second
        self.visibility = max(1.0, queue.visibility_timeout_seconds)
        self.receives = queue.max_receive_count
        self.retention = float(queue.message_retention_seconds)
        self.message_bytes = scenario.traffic.message_bytes
        self.timeout = function.timeout_seconds
        self.base, self.per = function.base_ms / 1000, function.per_message_ms / 1000
        self.cold = function.cold_start_ms / 1000
        self.overhead = constants.sqs_overhead_seconds
        self.pollers = Pollers(settings, constants)
        self.environments = Environments(function, constants)
        self.factors = Factors(function.duration_cv, stream(scenario.seed, "durations"))
        self.failures = Failures(len(times), function.error_rate, function.poison_rate, scenario.seed)
        self.uniforms = Uniforms(stream(scenario.seed, "spread"))
        self.now = self.pace = self.rough = self.again = 0.0
        """`rough`: before then `smooth` is not tried; `again`: for how long it will not be when it fails the next time."""
        self.head = self.arrived = 0
        self.busy: list[float] = []
        """When each busy poller becomes free, sorted. But for `parked`, that is when its invocation ends."""
        self.parked: list[float] = []
        """Those of `busy`, sorted, that only wait for a throttled batch to be visible again."""
        self.started = 0.0
        """When the last invocation began."""
        self.ready: deque[int] = deque()
        """Visible again, and waiting."""
        self.hidden: list[tuple[float, int, Sequence[int], bool]] = []
        """Heap of what becomes visible again: when, a number, messages, whether an invocation still runs with them."""
        self.held: list[tuple[float, int, Sequence[int], float, int]] = []
        """Heap of throttled batches: when to retry, a number, messages, when received, retries."""
        self.open: list[Gathering] = []
        self.deadlines: deque[Gathering] = deque()
        self.received: dict[int, int] = {}
        self.settled: dict[int, float] = {}
        self.number, self.beats, self.reach = 0, 0, 256
        self.ordered = False
        self.cycle_seconds = self.drained = self.last_end = 0.0

    def run(self) -> None:
        """To the end of the traffic and on until nothing is left, or until waiting longer would tell nothing more."""
        seconds = self.tally.seconds
        give_up = seconds + self._patience()
        while self.now < seconds or (self._unfinished() and self.now < give_up):
            skip(self, give_up if self._unfinished() else seconds)
            self._advance(self.now + TICK_SECONDS)
            self._tick()
        self.drained = self.now if self._unfinished() else self.last_end

    @abstractmethod
    def _advance(self, until: float) -> None:
        """Everything that happens up to `until`."""

    @abstractmethod
    def _waiting(self) -> tuple[int, float]:
        """How many messages wait, and when the oldest of them arrived."""

    def beat(self) -> None:
        """Say now and then how far the run is: a second of a trace may hold a hundred thousand messages."""
        self.beats += 1
        if not self.beats & 127:
            self.tally.tell(self.now / (self.tally.seconds or 1))

    def _patience(self) -> float:
        wait = max(self.visibility, self.window + self.timeout)
        return max(600.0, min(self.tally.seconds, 3600.0)) + ((self.receives or 0) + 1) * wait

    def idle(self) -> bool:
        """Whether nothing happens until a message arrives or is visible again."""
        return not (self.busy or self.ready or self.held or self.open or self.arrived > self.head)

    def _unfinished(self) -> bool:
        busy = self.busy
        if busy and busy[0] <= self.now:
            del busy[: bisect_right(busy, self.now)]
        return bool(self.head < len(self.times) or self.ready or self.hidden or self.held or self.open or busy)

    def left(self) -> int:
        """Messages that are neither processed nor lost."""
        tally = self.tally
        return len(self.times) - tally.processed - tally.dead_letters - tally.expired

    # Invocations

    def running(self, at: float) -> int:
        """Invocations that go on at a time that is not before now."""
        running = len(self.busy) - bisect_right(self.busy, at)
        return running - len(self.parked) + bisect_right(self.parked, at) if self.parked else running

    def _invoke(self, batch: Sequence[int], received: float, retries: int) -> None:
        """Invoke the function with a batch, received then: warm, cold or throttled."""
        now, busy, environments, tally = self.now, self.busy, self.environments, self.tally
        start, cold, count = now + self.overhead, 0.0, len(batch)
        self.started = max(self.started, start)
        if len(busy) >= environments.recent and (running := self.running(start)) >= environments.recent:
            fresh = environments.raise_to(running + 1, start)
            if fresh is None:
                self._hold(batch, received, retries)
                return
            if fresh:
                cold = self.cold
                tally.cold_starts += 1
        failing = self.failures.of(batch)
        work = failing[0] + 1 if failing and not self.partial else count
        duration = (self.base + self.per * work) * self.factors.one()
        timed_out = duration > self.timeout
        duration = cold + (self.timeout if timed_out else duration)
        end = start + duration
        insort(busy, end)
        self.last_end = max(self.last_end, end)
        self.cycle_seconds += end - received
        tally.invocations += 1
        tally.tries += count
        tally.busy_seconds += duration
        self._requests(count, received, retries)
        if self.ordered or timed_out or failing or end > received + self.visibility or self.settled or self.received:
            self._settle(batch, failing, received, end, timed_out=timed_out)
        else:
            tally.done(batch, end)
            tally.requests += -(-count // 10)

    def _requests(self, count: int, received: float, retries: int) -> None:
        """Receives of up to ten messages; while a batch gathers, each returns what came since the last."""
        if retries:
            return
        calls = -(-count // 10)
        gathered = self.now - received
        if gathered > 0:
            calls = max(calls, math.ceil(count / min(10.0, 1 + count / gathered * self.overhead)))
        self.tally.requests += calls
        gap, gap_bytes = self.gaps()
        if gap:
            self.pace = max(self.pace, self.now) + max(calls * gap, count * gap_bytes)

    def gaps(self) -> tuple[float, float]:
        """Seconds that a receive and a message take of what provisioned pollers can do; nothing on demand."""
        if not self.pollers.provisioned:
            return 0.0, 0.0
        constants, pollers = self.constants, self.pollers.count
        return 1 / (constants.sqs_provisioned_polls * pollers), self.message_bytes / (
            constants.sqs_provisioned_bytes * pollers
        )

    def _hold(self, batch: Sequence[int], received: float, retries: int) -> None:
        """A throttled batch is retried for as long as it is invisible, then dropped back into the queue.

        https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
        """
        constants = self.constants
        self.tally.throttled += 1
        self.pollers.back_off()
        self._requests(len(batch), received, retries)
        wait = min(constants.throttle_first_retry_seconds * 2**retries, constants.throttle_longest_retry_seconds)
        self.number += 1
        if self.now + wait < received + self.visibility:
            heappush(self.held, (self.now + wait, self.number, batch, received, retries + 1))
            return
        insort(self.busy, received + self.visibility)
        insort(self.parked, received + self.visibility)
        self._hide(batch, received + self.visibility, innocent=True)

    # What becomes of messages

    def _settle(
        self, batch: Sequence[int], failing: list[int], received: float, end: float, *, timed_out: bool
    ) -> None:
        """Failed messages, or the whole batch without partial responses, reappear; so does what took too long."""
        back = received + self.visibility
        if timed_out or (failing and not self.partial):
            self.tally.failed += 1
            self.pollers.back_off()
            bad = set() if timed_out else set(failing)
            self._hide([batch[position] for position in sorted(bad)], back, innocent=False)
            self._hide([index for at, index in enumerate(batch) if at not in bad], back, innocent=True)
            return
        if failing:
            bad = set(failing)
            self._hide([batch[position] for position in failing], back, innocent=False)
            batch = [index for at, index in enumerate(batch) if at not in bad]
            if not batch:
                return
        self._succeed(batch, end, back)

    def _succeed(self, batch: Sequence[int], end: float, back: float) -> None:
        """Deleted at the end, unless it was visible again before."""
        self.tally.requests += -(-len(batch) // 10)
        settled = self.settled
        first = [index for index in batch if index not in settled] if settled else batch
        self.tally.duplicates += len(batch) - len(first)
        if first:
            self.tally.done(first, end)
        if end > back:
            settled.update(dict.fromkeys(first, end))
            self._hide(batch, back, innocent=True)
        elif self.received:
            for index in batch:
                self.received.pop(index, None)

    def _hide(self, messages: Sequence[int], until: float, *, innocent: bool) -> None:
        """These become visible again then, received once more than before."""
        if not messages:
            return
        received = self.received
        for index in messages:
            received[index] = received.get(index, 0) + 1
        self.number += 1
        heappush(self.hidden, (max(until, self.now), self.number, messages, innocent))

    def _reappear(self) -> None:
        """What was hidden is visible again, unless deleted, too old, or received too often: then it is a dead letter."""
        _, _, messages, innocent = heappop(self.hidden)
        now, tally, settled = self.now, self.tally, self.settled
        for index in messages:
            processed = settled.get(index)
            if processed is not None and processed <= now:
                continue
            if now - self.times[index] > self.retention:
                tally.expired += processed is None
            elif self.receives is not None and self.received[index] >= self.receives:
                tally.dead_letters += processed is None
            else:
                tally.reprocessed += innocent
                self.ready.append(index)
                continue
            self.received.pop(index, None)

    # Once a second

    def _tick(self) -> None:
        now, tally = self.now, self.tally
        backlog, oldest = self._waiting()
        busy = len(self.busy) - bisect_right(self.busy, now) + len(self.held) + len(self.open)
        self.pollers.tick(now, busy, waiting=backlog > 0)
        running = self.running(max(now, self.started))
        self.environments.tick(now, running)
        if self.parked:
            del self.parked[: bisect_right(self.parked, now)]
        tally.point(now, backlog, now - oldest, running)
        tally.tell(now / (tally.seconds or 1))

    def outcome(self, filtered: int) -> Outcome:
        """What came of the run."""
        constants, pollers = self.constants, self.pollers
        idle = max(0.0, pollers.area - self.cycle_seconds) if pollers.unit == 1 else pollers.area / pollers.unit
        self.tally.requests += idle / constants.sqs_long_poll_seconds
        self.tally.requests += -(-filtered // 10) * 2
        return self.tally.outcome(
            filtered=filtered,
            left=self.left(),
            ended=max(self.now, self.drained),
            drained=self.drained,
            peak=self.environments.peak,
            poller_hours=pollers.area / pollers.unit / 3600 if pollers.provisioned else 0.0,
        )
