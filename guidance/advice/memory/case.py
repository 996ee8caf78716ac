"""One request's working set: durations drawn at every size, and the prices, tails and limits that go with them."""

from __future__ import annotations

import math
from dataclasses import dataclass

from guidance.advice.memory import decide, limits
from guidance.advice.memory.model import Request
from guidance.advice.memory.posterior import Posterior
from guidance.advice.memory.pricing import Prices
from guidance.advice.memory.samples import Sized


@dataclass(frozen=True, eq=False)
class Drawn:
    """Durations at every size of interest: likely, and in each draw."""

    columns: dict[int, list[float]]
    measured: dict[int, Sized]

    def interval(self, size: int) -> tuple[float, float, float]:
        """Duration with the ends of its 80 % interval."""
        if found := self.measured.get(size):
            return (found.mean_ms, *found.interval())
        ordered = sorted(self.columns[size])
        count = len(ordered)
        return ordered[count // 2], ordered[count // 10], ordered[count - 1 - count // 10]


@dataclass(frozen=True, eq=False)
class Case:
    """A request with what is known and drawn for it."""

    request: Request
    post: Posterior
    candidates: tuple[int, ...]
    current: int
    drawn: Drawn
    price: Prices

    @property
    def used_mb(self) -> float | None:
        """The most memory that any invocation used."""
        known = [size.max_memory_used_mb for size in self.drawn.measured.values() if size.max_memory_used_mb]
        return max(
            [*known, *([self.request.max_memory_used_mb] if self.request.max_memory_used_mb else [])], default=None
        )

    @property
    def tail(self) -> float | None:
        """The largest 95th percentile over its mean."""
        return max((size.p95_ms / size.mean_ms for size in self.drawn.measured.values() if size.p95_ms), default=None)

    @property
    def kept(self) -> tuple[int, int] | None:
        """Provisioned environments and invocations a month, where both are given."""
        given, month = self.request.provisioned_concurrency, self.request.monthly_invocations
        return (given, month) if given and month else None

    def per_million(self, size: int, duration: float) -> float:
        """What a million invocations cost."""
        each = self.price.invocation(size, duration, provisioned=bool(self.request.provisioned_concurrency))
        if self.kept:
            each += self.price.keeping(size, self.kept[0]) / self.kept[1]
        return each * 1e6

    def goal(self) -> decide.Goal:
        """The objective: Power Tuning's cost, unless provisioned environments are paid for too."""
        cost = self.price.power_tuning_cost
        if self.kept:
            return decide.Goal(
                self.request.objective, self.request.balance, lambda m, ms: self.per_million(m, ms) / 1e6
            )
        return decide.Goal(self.request.objective, self.request.balance, cost)

    def points(self) -> dict[int, tuple[float, float, float]]:
        """Each size's duration and interval; a predicted one is never slower than what a smaller size can be."""
        found: dict[int, tuple[float, float, float]] = {}
        slowest = math.inf
        for size in sorted(self.drawn.columns):
            duration, low, high = self.drawn.interval(size)
            if size not in self.drawn.measured:
                duration = min(duration, slowest)
                low = min(low, duration)
            slowest = min(slowest, high)
            found[size] = (duration, low, high)
        return found

    def limited(self, size: int, point: tuple[float, float, float]) -> limits.Size:
        """What the limits ask of a size with this duration and interval."""
        measured = self.drawn.measured.get(size)
        tail = self.tail or 1.0
        own = measured.p95_ms if measured and measured.p95_ms else None
        return limits.Size(
            size, own or point[0] * tail, max(own or 0.0, point[2] * tail), self.per_million(size, point[0])
        )
