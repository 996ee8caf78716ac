"""The books of a run: counts, a sample of latencies, the timeline; at the end, the outcome."""

from __future__ import annotations

import time
from array import array
from collections.abc import Sequence

from guidance.advice.event_source.model import Outcome, Point, Step

SAMPLE, POINTS, STEP_SECONDS = 200_000, 240, 0.1
BILLING_ROUND_SECONDS = 0.0005
"""Durations are billed by the begun millisecond: on average half of one more."""


class Tally:
    """What is counted while a run goes on. Times are seconds of the simulation."""

    def __init__(self, times: Sequence[float], seconds: float, step: Step, *, keep: bool) -> None:
        self.times = times
        self.seconds = seconds
        self.stride = 1 if keep else max(1, len(times) // SAMPLE)
        self.keep = keep
        self.latencies = array("d")
        self.longest = 0.0
        self.processed = self.invocations = self.failed = self.throttled = self.cold_starts = 0
        self.tries = self.dead_letters = self.expired = self.reprocessed = self.duplicates = 0
        self.max_backlog = 0
        self.busy_seconds = self.requests = self.blocked_seconds = 0.0
        self._timeline: list[Point] = []
        self._spacing = seconds / (POINTS / 2)
        self._next_point = 0.0
        self._step = step
        self._told = time.monotonic()
        self._doing = ""

    def done(self, batch: Sequence[int], end: float) -> None:
        """These messages were processed with success, for the first time, by an invocation that ended then."""
        times, stride = self.times, self.stride
        self.processed += len(batch)
        first = batch[0] if isinstance(batch, range) else min(batch)
        self.longest = max(self.longest, end - times[first])
        if stride == 1:
            self.latencies.extend([end - times[index] for index in batch])
        elif isinstance(batch, range):
            self.latencies.extend([end - times[index] for index in range(first + -first % stride, batch.stop, stride)])
        else:
            self.latencies.extend([end - times[index] for index in batch if not index % stride])

    def done_times(self, arrivals: Sequence[float], end: float) -> None:
        """As `done`, of messages that arrived at these times, the oldest first."""
        count, stride = len(arrivals), self.stride
        if not count:
            return
        skip = -self.processed % stride
        self.processed += count
        self.longest = max(self.longest, end - arrivals[0])
        if skip < count:
            self.latencies.extend([end - arrival for arrival in arrivals[skip::stride]])

    def stretch(self, messages: int, invocations: int, seconds: float, requests: int) -> None:
        """So many messages were processed with success by so many invocations that ran so long in all."""
        self.processed += messages
        self.tries += messages
        self.invocations += invocations
        self.busy_seconds += seconds
        self.requests += requests

    @property
    def due(self) -> float:
        """When the next point is noted."""
        return self._next_point

    def point(self, now: float, backlog: int, oldest: float, concurrency: int) -> None:
        """Note the state; keep at most every so often."""
        self.max_backlog = max(self.max_backlog, backlog)
        if now < self._next_point:
            return
        self._timeline.append(Point(now, backlog, max(0.0, oldest), concurrency))
        self._next_point = now + self._spacing
        if len(self._timeline) >= POINTS:
            del self._timeline[1::2]
            self._spacing *= 2
            self._next_point = now + self._spacing

    def tell(self, share: float) -> None:
        """Say how far the run is, not more often than it helps. May raise, to stop the run."""
        now = time.monotonic()
        if now - self._told >= STEP_SECONDS:
            self._told = now
            self._step(min(1.0, max(0.0, share)), "simulating")

    def outcome(
        self, *, filtered: int, left: int, ended: float, drained: float, peak: int, poller_hours: float
    ) -> Outcome:
        """Everything that came of it."""
        latencies = sorted(self.latencies)
        invocations = self.invocations
        return Outcome(
            arrived=len(self.times) + filtered,
            processed=self.processed,
            filtered=filtered,
            p50_latency_seconds=quantile(latencies, 0.5),
            p95_latency_seconds=quantile(latencies, 0.95),
            p99_latency_seconds=quantile(latencies, 0.99),
            max_latency_seconds=self.longest,
            max_backlog=self.max_backlog,
            drain_seconds=max(0.0, drained - self.times[-1]) if len(self.times) else 0.0,
            left=left,
            peak_concurrency=peak,
            mean_concurrency=self.busy_seconds / ended if ended else 0.0,
            invocations=invocations,
            failed_invocations=self.failed,
            throttled_invocations=self.throttled,
            cold_starts=self.cold_starts,
            mean_batch=self.tries / invocations if invocations else 0.0,
            billed_seconds=self.busy_seconds + invocations * BILLING_ROUND_SECONDS,
            requests=round(self.requests),
            poller_hours=poller_hours,
            dead_letters=self.dead_letters,
            expired=self.expired,
            reprocessed=self.reprocessed,
            duplicates=self.duplicates,
            blocked_lane_seconds=self.blocked_seconds,
            timeline=tuple(self._timeline),
            latencies=array("d", latencies) if self.keep else (),
        )


def quantile(ordered: Sequence[float], share: float) -> float:
    """The value that this share of an ordered sample does not exceed; 0 of nothing."""
    if not ordered:
        return 0.0
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
