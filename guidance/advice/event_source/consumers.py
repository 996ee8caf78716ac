"""The pollers of a Kafka mapping: how many batches they take at a time, and when there are more of them."""

from __future__ import annotations

import math

from guidance.advice.event_source.behaviour import Behaviour
from guidance.advice.event_source.model import Scenario


class Consumers:
    """Pollers of a topic; shards of a stream need none. There are never more than partitions.

    https://docs.aws.amazon.com/lambda/latest/dg/kafka-scaling-modes.html
    """

    def __init__(self, scenario: Scenario, constants: Behaviour) -> None:
        settings, lanes = scenario.settings, scenario.traffic.lanes
        self.bounded = scenario.source.kafka
        self.provisioned = settings.provisioned and self.bounded
        self._constants = constants
        least = int(constants.kafka_start_pollers)
        most = lanes
        self._delay = constants.kafka_scaling_seconds
        if self.provisioned:
            least = settings.minimum_pollers or 1
            most = max(least, settings.maximum_pollers or max(least, 200))
            self._delay = 0.0
        self.least, self.most = min(least, lanes), min(most, lanes)
        self.pollers = self.least
        self.poller_seconds = 0.0
        """Of provisioned pollers, up to the last change."""
        self._since = 0.0
        self._wanted = False
        self._evaluation = constants.kafka_evaluation_seconds
        self._growth = math.inf
        self._pace = 0.0
        self._calm_since = 0.0

    @property
    def capacity(self) -> int:
        """Batches at a time."""
        return int(self.pollers * self._constants.kafka_concurrency_per_poller)

    @property
    def next_change(self) -> float:
        """When a lane that had to wait may be admitted though no batch has ended."""
        change = min(self._evaluation, self._growth)
        return min(change, self._pace) if self._pace else change

    def admit(self, now: float, running: int, size: int) -> bool:
        """Whether one more batch, of so many bytes, can be taken now."""
        if not self.bounded:
            return True
        if running >= self.capacity:
            self._wanted = True
            return False
        if self._pace > now:
            return False
        self._pace = now + size / (self._constants.kafka_poller_bytes * self.pollers)
        return True

    def change(self, now: float) -> None:
        """Evaluate the lag, or add the pollers that an evaluation asked for. Each evaluation at most doubles them (assumed)."""
        if self._pace <= now:
            self._pace = 0.0
        every = self._constants.kafka_evaluation_seconds
        if self._growth <= now:
            self._count(now)
            self.pollers, self._growth = min(self.most, self.pollers * 2), math.inf
        if self._evaluation <= now:
            self._evaluation = (math.floor(now / every) + 1) * every
            if self._wanted and self.pollers < self.most and self._growth == math.inf:
                self._growth = now + self._delay
                if not self._delay:
                    self.change(now)
            self._wanted = False

    def tick(self, now: float, running: int) -> None:
        """Provisioned pollers that a whole interval did not need are let go, one at a time."""
        if running * 2 >= self.capacity or self._wanted:
            self._calm_since = now
        elif self.provisioned and now - self._calm_since >= self._constants.kafka_evaluation_seconds:
            self._count(now)
            self.pollers, self._calm_since = max(self.least, self.pollers - 1), now

    def finish(self, now: float) -> None:
        """Close the books."""
        self._count(now)

    def _count(self, now: float) -> None:
        if self.provisioned:
            self.poller_seconds += self.pollers * max(0.0, now - self._since)
        self._since = now
