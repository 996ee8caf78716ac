"""One shard or partition, and the rules by which its batches are read, retried, split and given up."""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import NamedTuple

from guidance.advice.event_source.behaviour import Behaviour
from guidance.advice.event_source.model import Scenario, Source
from guidance.advice.event_source.randomness import Failures
from guidance.advice.event_source.tally import Tally

ROUNDING = 1e-9


class Batch(NamedTuple):
    """Records of a lane, by number, from `first` up to before `last`, and how often they were retried."""

    first: int
    last: int
    retries: int

    @property
    def size(self) -> int:
        """How many records."""
        return self.last - self.first


@dataclass(slots=True)
class Lane:
    """A lane's records and how far they are."""

    times: array[float]
    phase: float
    """When in each interval the lane is polled."""
    failures: Failures
    head: int = 0
    """The first record that is not done with."""
    pending: list[Batch] = field(default_factory=list)
    """Read and to be tried (again), the next one last."""
    ahead: dict[int, bool] = field(default_factory=dict)
    """Processed though behind a failure, so to be read again: whether they were."""
    blocked_since: float = -1.0
    failed_in_row: int = 0
    throttles: int = 0
    pace: float = 0.0
    """When the next read may be, by throughput."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Settings and constants as lanes need them. None: no limit."""

    most: int
    window: float
    poll_seconds: float
    overhead: float
    read_seconds: float
    """Of a record, at the throughput of its lane."""
    partial: bool
    bisect: bool
    retries: int | None
    age: float
    retention: float
    destination: bool
    first_retry: float
    longest_retry: float

    @staticmethod
    def of(scenario: Scenario, constants: Behaviour) -> Rules:
        """The rules of a scenario."""
        settings, source, size = scenario.settings, scenario.source, scenario.traffic.message_bytes
        encoding = 1.0 if source is Source.DYNAMODB else constants.stream_encoding
        most = int(constants.batch_payload_bytes / (size * encoding + constants.stream_envelope_bytes))
        polls = {Source.KINESIS: constants.kinesis_poll_seconds, Source.DYNAMODB: constants.dynamodb_poll_seconds}
        retries = settings.maximum_retry_attempts
        if source.kafka and settings.on_failure_destination and (retries is None or retries < 0):
            retries = int(constants.kafka_retries_with_destination)
        age = settings.maximum_record_age_seconds
        parts = settings.parallelization_factor
        return Rules(
            most=max(1, min(settings.batch_size, most)),
            window=settings.maximum_batching_window_seconds,
            poll_seconds=polls.get(source, 0.0),
            overhead=constants.kafka_overhead_seconds if source.kafka else constants.stream_overhead_seconds,
            read_seconds=size / constants.kinesis_read_bytes * parts if source is Source.KINESIS else 0.0,
            partial=settings.report_batch_item_failures,
            bisect=settings.bisect_batch_on_function_error,
            retries=None if retries is None or retries < 0 else retries,
            age=math.inf if age is None or age < 0 else float(age),
            retention=float(scenario.queue.message_retention_seconds),
            destination=settings.on_failure_destination,
            first_retry=constants.stream_first_retry_seconds,
            longest_retry=constants.stream_longest_retry_seconds,
        )

    # Reading

    def _read_at(self, lane: Lane, time: float) -> float:
        """When a record of this time is read: at the next poll of its shard."""
        poll = self.poll_seconds
        if not poll:
            return time
        return max(time, lane.phase + math.ceil((time - lane.phase) / poll - ROUNDING) * poll)

    def _seen(self, lane: Lane, now: float) -> float:
        """Up to which time records have been read."""
        poll = self.poll_seconds
        if not poll:
            return now
        return lane.phase + math.floor((now - lane.phase) / poll + ROUNDING) * poll + ROUNDING

    def next_batch(self, lane: Lane, free: float) -> float | None:
        """When the lane, free from then on, has its next batch; None when there are no more records."""
        first, times = lane.head, lane.times
        if first >= len(times):
            return None
        opened = max(self._read_at(lane, times[first]), free, lane.pace)
        if not self.window or self.most == 1:
            return opened
        full = first + self.most - 1
        closed = opened + self.window
        return max(opened, min(closed, self._read_at(lane, times[full]))) if full < len(times) else closed

    def read(self, lane: Lane, now: float) -> Batch | None:
        """The batch that is there now; None when nothing is."""
        first, times = lane.head, lane.times
        last = bisect_right(times, self._seen(lane, now), first, min(len(times), first + self.most))
        if last == first:
            if first >= len(times) or times[first] > now:
                return None
            last = first + 1
        lane.pace = now + (last - first) * self.read_seconds
        return Batch(first, last, 0)

    def too_old(self, lane: Lane, batch: Batch, now: float, tally: Tally) -> bool:
        """Drop records that are past the retention or the maximum age: whether there were any."""
        first, last, times = batch.first, batch.last, lane.times
        if now - times[first] <= min(self.age, self.retention):
            return False
        gone = bisect_left(times, now - self.retention, first, last)
        kept = max(gone, bisect_left(times, now - self.age, first, last))
        self._lose(lane, first, gone, tally, delivered=False)
        self._lose(lane, gone, kept, tally, delivered=self.destination)
        if lane.pending:
            lane.pending.pop()
        lane.head = kept
        if kept < last:
            lane.pending.append(Batch(kept, last, batch.retries))
        self._unblock(lane, now, tally)
        return True

    # What becomes of batches

    def succeeded(self, lane: Lane, batch: Batch, end: float, tally: Tally) -> float:
        """Done with the batch; when the lane goes on."""
        if lane.ahead:
            self._done(lane, range(batch.first, batch.last), end, tally)
        else:
            tally.done_times(lane.times[batch.first : batch.last], end)
        if lane.pending:
            lane.pending.pop()
        lane.head, lane.failed_in_row = batch.last, 0
        if lane.ahead or lane.blocked_since >= 0:
            self._unblock(lane, end, tally)
        return end

    def failed(
        self, lane: Lane, batch: Batch, failing: list[int], end: float, tally: Tally, *, timed_out: bool
    ) -> float:
        """Checkpoint, split, retry or give up; when the lane goes on.

        https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html
        """
        if lane.pending:
            lane.pending.pop()
        if lane.blocked_since < 0:
            lane.blocked_since = end
        rest, innocent = batch, batch.size - (0 if timed_out else len(failing))
        if self.partial and not timed_out:
            bad = set(failing)
            self._done(lane, [batch.first + at for at in range(batch.size) if at not in bad], end, tally)
            rest = Batch(batch.first + failing[0], batch.last, 0 if failing[0] else batch.retries)
            innocent = rest.size - len(failing)
        else:
            tally.failed += 1
        lane.head = rest.first
        for index in range(batch.first, rest.first):
            lane.ahead.pop(index, None)
        wait = min(self.first_retry * 2.0 ** min(lane.failed_in_row, 20), self.longest_retry)
        lane.failed_in_row += 1
        if rest.first > batch.first:
            lane.failed_in_row, wait = 0, self.first_retry
        if self.bisect and rest.size > 1 and rest.first == batch.first:
            lane.failed_in_row, wait = 0, self.first_retry
            middle = rest.first + rest.size // 2
            lane.pending += [Batch(middle, rest.last, rest.retries), Batch(rest.first, middle, rest.retries)]
        elif self.retries is not None and rest.retries >= self.retries:
            self._lose(lane, rest.first, rest.last, tally, delivered=self.destination)
            lane.head, lane.failed_in_row = rest.last, 0
            self._unblock(lane, end, tally)
            return end
        else:
            lane.pending.append(Batch(rest.first, rest.last, rest.retries + 1))
        tally.reprocessed += innocent
        return end + wait

    def _done(self, lane: Lane, records: range | list[int], end: float, tally: Tally) -> None:
        """These were processed with success; those behind a failure will be again."""
        times, ahead = lane.times, lane.ahead
        if ahead:
            tally.duplicates += sum(not ahead.get(index, True) for index in records)
            ahead.update((index, True) for index in records if index in ahead)
            records = [index for index in records if index not in ahead]
        if isinstance(records, range):
            tally.done_times(times[records.start : records.stop], end)
        elif records:
            tally.done_times([times[index] for index in records], end)
            ahead.update(dict.fromkeys(records, False))

    def _lose(self, lane: Lane, first: int, last: int, tally: Tally, *, delivered: bool) -> None:
        """Records that will not be tried again go to the destination, or nowhere."""
        lost = sum(lane.ahead.pop(index, None) is None for index in range(first, last)) if lane.ahead else last - first
        if delivered:
            tally.dead_letters += lost
        else:
            tally.expired += lost

    def _unblock(self, lane: Lane, now: float, tally: Tally) -> None:
        if lane.ahead and not lane.pending:
            lane.ahead.clear()
        if lane.blocked_since >= 0 and not lane.pending:
            tally.blocked_seconds += max(0.0, now - lane.blocked_since)
            lane.blocked_since = -1.0
