"""How many batches a mapping processes at a time: growth while messages wait, back-off on failures, scale-in when idle."""

from __future__ import annotations

import math

from guidance.advice.event_source.behaviour import Behaviour
from guidance.advice.event_source.model import Settings

NEVER = math.inf


class Pollers:
    """The concurrency that an SQS mapping allows itself. Times are seconds of the simulation.

    https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
    """

    def __init__(self, settings: Settings, constants: Behaviour) -> None:
        self.constants = constants
        self.provisioned = settings.provisioned
        if self.provisioned:
            self._provision(settings)
        else:
            self._on_demand(settings)
        self.capacity = float(self.start)
        self.grow_at = NEVER
        self.area = 0.0
        """Concurrency times seconds, up to the last tick."""
        self._since = 0.0
        self.due = self.lag
        """Seconds of waiting until the next growth."""

    def _on_demand(self, settings: Settings) -> None:
        constants, most = self.constants, settings.maximum_concurrency
        self.unit = 1
        self.ceiling = constants.sqs_maximum_concurrency if most is None else float(most)
        self.start = min(constants.sqs_start_concurrency, self.ceiling)
        # "this optimization is not available when you enable the maximum concurrency setting"
        self.floor = min(constants.sqs_idle_concurrency if most is None else self.start, self.ceiling)
        self.least = min(constants.sqs_idle_concurrency, self.ceiling)
        self.every = 60 / constants.sqs_growth_per_minute
        self.lag = constants.sqs_growth_lag_seconds

    def _provision(self, settings: Settings) -> None:
        constants = self.constants
        self.unit = int(constants.sqs_provisioned_concurrency)
        least = settings.minimum_pollers or 2
        most = max(least, settings.maximum_pollers or max(least, 200))
        self.start, self.ceiling = float(least * self.unit), float(most * self.unit)
        self.floor = self.least = self.start
        self.every = 60 * self.unit / constants.sqs_provisioned_growth_per_minute
        self.lag = 0.0

    @property
    def count(self) -> int:
        """Provisioned pollers, begun ones counted whole; on-demand, the concurrency."""
        return max(1, math.ceil(self.capacity / self.unit))

    @property
    def apart(self) -> int:
        """Batches that can be received at the same time: one a poller."""
        return self.count if self.provisioned else int(self.ceiling)

    def waiting(self, now: float) -> None:
        """Messages wait and nobody is free: growth goes on, after a lag when the mapping was at rest."""
        if self.grow_at == NEVER and self.capacity < self.ceiling:
            self.grow_at = now + self.due

    def eased(self, now: float) -> None:
        """Nothing waits: growth pauses."""
        if self.grow_at != NEVER:
            self.due = max(0.0, self.grow_at - now)
            self.grow_at = NEVER

    def pause(self, now: float) -> float:
        """Growth pauses; how many seconds of waiting bring the next."""
        self.eased(now)
        return self.due if self.capacity < self.ceiling else NEVER

    def grow(self, now: float) -> None:
        """Add what has come due."""
        if self.capacity >= self.ceiling:
            self.grow_at = NEVER
            return
        steps = int((now - self.grow_at) / self.every) + 1
        self.capacity = min(self.ceiling, self.capacity + steps * self.unit)
        self.grow_at += steps * self.every
        self.due = self.every

    def back_off(self) -> None:
        """An invocation failed or was throttled: Lambda gradually allots less concurrency."""
        loss = self.constants.backoff_scale * self.capacity**self.constants.backoff_power
        self.capacity = max(self.least, self.capacity - loss)

    def tick(self, now: float, busy: int, *, waiting: bool) -> None:
        """Scale in by a share a second while few are busy; keep the books."""
        seconds = now - self._since
        self.area += self.capacity * seconds
        self._since = now
        if not waiting and self.capacity > self.floor and busy < self.constants.sqs_scale_in_below * self.capacity:
            self.capacity = max(self.floor, self.capacity * (1 - self.constants.sqs_scale_in_share) ** seconds)
            if self.capacity <= self.start:
                self.due = self.lag
