"""The loop of `tune_memory`: measure, ask the advice, measure where it says, until it is sure."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from guidance.advice.memory import Measurement, Recommendation, Request, SamplesError, recommend
from mcp_server.errors import CallError

if TYPE_CHECKING:
    from mcp_server.aws.tuning import Runs

LEAST, MOST = 10, 50
"""Invocations of one size."""
_LEFT = 0.5
"""Nobody knows how many sizes there will be: each is told as half of what is left."""
Tell = Callable[[float, str], None]
"""Takes the share that is done, and what is being done; what it raises ends the work."""


@dataclass
class Loop:
    """What has been measured so far. `measure` takes a size, how many invocations, until when, and whom to tell."""

    request: Request
    measure: Callable[[int, int, float, Tell], Runs]
    seconds: float
    step: Tell
    runs: dict[int, Runs] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    _rounds: int = 0

    def run(self, first_mb: int) -> Recommendation:
        """Measure until the advice is sure, or time is up.

        Raises:
            GuidanceError: when the samples stay too noisy, or no size holds the limits.
            CallError: when AWS refuses, or the function fails.

        """
        deadline = time.monotonic() + self.seconds
        size, count = first_mb, LEAST
        topped = set[int]()
        while True:
            self._add(size, count, deadline)
            try:
                found = recommend(self._asked())
            except SamplesError as error:
                wanting = next((mb for mb in error.needed if mb in self.runs and mb not in topped), None)
                if wanting is None or time.monotonic() > deadline:
                    raise
                topped.add(wanting)
                size, count = wanting, max(LEAST, min(MOST, error.needed[wanting]) - len(self.runs[wanting].warm_ms))
                continue
            following = self._following(found)
            if following is None:
                return found
            if time.monotonic() > deadline:
                self.notes.append(
                    f"Time was up after {self.seconds:.0f} seconds, before {following[0]:,} MB was measured."
                )
                return found
            size, count = following

    @property
    def gb_seconds(self) -> float:
        """What the warm invocations were billed for."""
        return sum(each.memory_mb / 1024 * sum(each.warm_ms) / 1000 for each in self.runs.values())

    def _following(self, found: Recommendation) -> tuple[int, int] | None:
        """The size to measure next and how often: what the advice asks for, then its choice itself; None when all is known."""
        asked = found.next_measurement
        if asked is not None and asked.memory_mb not in self.runs:
            return asked.memory_mb, max(LEAST, min(MOST, asked.invocations))
        chosen = found.recommended_mb
        return (chosen, LEAST) if chosen is not None and chosen not in self.runs else None

    def _add(self, size: int, count: int, deadline: float) -> None:
        from mcp_server.aws.failures import AwsError
        from mcp_server.aws.tuning import FailedError

        try:
            new = self.measure(size, count, deadline, self._tell)
        except (FailedError, AwsError) as error:
            if not self.runs:
                raise
            smaller = isinstance(error, FailedError)
            self.notes.append(f"{size:,} MB is out: {error}")
            self._leave_out(size, smaller=smaller)
            return
        finally:
            self._rounds += 1
        known = self.runs.get(size)
        if known is None:
            self.runs[size] = new
            return
        known.warm_ms += new.warm_ms
        known.cold += new.cold
        known.max_memory_used_mb = max(known.max_memory_used_mb, new.max_memory_used_mb)

    def _tell(self, share: float, doing: str) -> None:
        """What is done of one size, as a share of the whole."""
        self.step(1 - _LEFT ** (self._rounds + share), doing)

    def _leave_out(self, size: int, *, smaller: bool) -> None:
        """A size that the function or the account cannot have, and all beyond it in that direction."""
        candidates = self.request.candidate_sizes_mb or tuple(
            each.memory_mb for each in recommend(self._asked()).candidates
        )
        left = tuple(mb for mb in candidates if (mb > size if smaller else mb < size))
        if not left:
            raise CallError(f"No candidate size is left: {self.notes[-1]}")
        self.request = replace(self.request, candidate_sizes_mb=left)

    def _asked(self) -> Request:
        measurements = tuple(
            Measurement(
                memory_mb=each.memory_mb,
                durations_ms=tuple(each.warm_ms),
                max_memory_used_mb=each.max_memory_used_mb or None,
            )
            for each in self.runs.values()
        )
        return replace(self.request, measurements=measurements)
