"""Execution environments: who starts cold, and who is throttled."""

from __future__ import annotations

from collections import deque

from guidance.advice.event_source.behaviour import Behaviour
from guidance.advice.event_source.model import Function


class Environments:
    """The function's environments. They stay warm a while after the concurrency that made them."""

    __slots__ = ("_born", "_burst", "_burst_seconds", "_peaks", "_since", "kept", "limit", "peak", "recent", "warm")

    WINDOWS = 5

    def __init__(self, function: Function, constants: Behaviour) -> None:
        reserved = function.reserved_concurrency
        self.limit = function.account_concurrency if reserved is None else reserved
        self.warm = 0
        self.peak = 0
        self.recent = 0
        """Highest concurrency of the current window: below it there is neither a cold start nor a throttle."""
        self.kept = constants.environments_kept_seconds / self.WINDOWS
        self._peaks: deque[int] = deque(maxlen=self.WINDOWS)
        self._since = 0.0
        self._born: deque[float] = deque()
        self._burst = int(constants.environments_per_burst)
        self._burst_seconds = constants.environments_burst_seconds

    def raise_to(self, running: int, now: float) -> bool | None:
        """One more invocation makes `running`: True if it starts cold, False if warm, None if it is throttled.

        https://docs.aws.amazon.com/lambda/latest/dg/scaling-behavior.html
        """
        if running > self.limit:
            return None
        cold = running > self.warm
        if cold:
            born = self._born
            while born and born[0] <= now - self._burst_seconds:
                born.popleft()
            if len(born) >= self._burst:
                return None
            born.append(now)
            self.warm += 1
        self.recent = max(self.recent, running)
        self.peak = max(self.peak, running)
        return cold

    @property
    def due(self) -> float:
        """Before then a tick changes nothing."""
        return self._since + self.kept

    def tick(self, now: float, running: int) -> None:
        """Let environments go that nobody has needed for a while."""
        if now - self._since < self.kept:
            return
        self._since = now
        self._peaks.append(self.recent)
        self.warm = min(self.warm, max(self._peaks))
        self.recent = min(running, self.warm)
