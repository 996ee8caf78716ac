"""Simulates options on parts of the traffic, each once, and says what they come to under the constraints."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from guidance.advice.event_source.behaviour import Behaviour, behaviour
from guidance.advice.event_source.capacity import queue_for
from guidance.advice.event_source.cost import monthly
from guidance.advice.event_source.model import Objective, Outcome, Queue, Scenario, Source, Step, Traffic
from guidance.advice.event_source.options import Option, Space
from guidance.advice.event_source.request import Cost
from guidance.advice.event_source.screen import settled
from guidance.advice.event_source.simulate import simulate
from guidance.advice.event_source.slices import Slices, cut, scaled
from guidance.advice.memory.pricing import MONTH_SECONDS

ERRORS = 3.0
RETRIES_SECONDS = 600.0
"""Length of a window where failures block what comes behind them."""
_LEAST_ERRORS = 0.001
"""Errors tried as "three times" of none."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What an option came to."""

    option: Option
    latency_seconds: float
    """95th percentile, in the worse of the windows."""
    cost: Cost
    """Dollars a month of the whole trace, as these windows tell it."""
    broken: Mapping[str, float]
    """Constraints that do not hold, and what each would have to be."""
    excess: float
    """By how much the worst of them is missed, as a ratio; 1 when all hold."""
    busiest: Outcome
    """In the busiest window."""

    @property
    def holds(self) -> bool:
        """Whether every constraint does."""
        return not self.broken


@dataclass
class Lab:
    """Where options are tried. `limit` is the 95th percentile that they have to hold, in seconds."""

    space: Space
    limit: float
    step: Step
    total: int
    """About so many simulations will be run, for the progress."""
    slices: Slices = field(init=False)
    done: int = 0
    _tried: dict[Option, Tried] = field(default_factory=dict)
    _scaled: dict[float, Traffic] = field(default_factory=dict)

    def __post_init__(self) -> None:
        function, source = self.space.request.function, self.space.request.source
        failing = function.error_rate > 0 or function.poison_rate > 0
        blocked = RETRIES_SECONDS if failing and source is not Source.SQS else 0.0
        self.slices = cut(self.space.request.traffic, at_least=max(4 * self.limit, blocked))

    def run(
        self, option: Option, traffic: Traffic, *, queue: Queue | None = None, error_rate: float | None = None,
        poison_rate: float | None = None, before: float = 0.0,
    ) -> tuple[Scenario, Outcome]:  # fmt: skip
        """One simulation; `before` is the rate, in messages a second, that pollers had scaled to when it begins."""
        request = self.space.request
        function = self.space.function(option)
        if error_rate is not None:
            function = replace(function, error_rate=error_rate)
        if poison_rate is not None:
            function = replace(function, poison_rate=poison_rate)
        scenario = Scenario(
            request.source,
            option.settings,
            queue or queue_for(request, option.settings),
            function,
            traffic,
            request.seed,
        )
        start, self.done = self.done, self.done + 1

        def within(share: float, _: str) -> None:
            self.step(min(0.99, (start + share) / max(self.total, self.done + 1)), f"simulating: run {self.done}")

        within(0.0, "")
        return scenario, simulate(scenario, step=within, constants=self._scaled_to(option, before))

    def tried(self, option: Option) -> Tried:
        """An option on the busiest and the usual window."""
        if option not in self._tried:
            self._tried[option] = self._try(option)
        return self._tried[option]

    @property
    def all(self) -> list[Tried]:
        """Everything tried so far."""
        return list(self._tried.values())

    def _try(self, option: Option) -> Tried:
        parts = self.slices
        busy = self.run(option, parts.busiest, before=parts.before_busiest)
        usual = busy if parts.same else self.run(option, parts.usual, before=parts.before_usual)
        latency = max(busy[1].p95_latency_seconds, usual[1].p95_latency_seconds)
        left = busy[1].left + usual[1].left
        faults, excess = self.faults(latency, left, busy[1].peak_concurrency)
        return Tried(option, latency, self._cost(busy, usual), faults, excess, busy[1])

    def faults(self, latency: float, left: int, peak: int) -> tuple[dict[str, float], float]:
        """The constraints that do not hold and what they would have to be; and the worst ratio."""
        found, excess = {}, 1.0
        if latency > self.limit:
            found["p95_latency_seconds"] = latency
            excess = latency / self.limit
        if left:
            found["throughput"] = float(left)
            excess = max(excess, 2.0)
        most = self.space.request.constraints.max_concurrency
        if most is not None and peak > max(most * 1.1, most + 2):  # published runs show a short overshoot
            found["max_concurrency"] = float(peak)
            excess = max(excess, peak / most)
        return found, excess

    def _cost(self, busy: tuple[Scenario, Outcome], usual: tuple[Scenario, Outcome]) -> Cost:
        """Dollars a month of the whole trace: each window's cost a message, weighted by the messages that are like it."""
        messages = self.space.request.traffic.per_second * MONTH_SECONDS
        share = self.slices.busy_share
        total = Cost(requests=0, duration=0, calls=0, pollers=0)
        for (scenario, outcome), weight in ((busy, share), (usual, 1 - share)):
            cost = monthly(scenario, outcome, self.space.request.region)
            by_message = weight * messages / max(1e-9, scenario.traffic.per_second * MONTH_SECONDS)
            total = Cost(
                requests=total.requests + cost.requests * by_message,
                duration=total.duration + cost.duration * by_message,
                calls=total.calls + cost.calls * by_message,
                pollers=total.pollers + cost.pollers * weight,
            )
        return total

    def checked(self, option: Option, name: str) -> tuple[Outcome, bool]:
        """An option under more or less traffic, or more errors; and whether the constraints hold."""
        function = self.space.function(option)
        factor = {"0.25x traffic": 0.25, "2x traffic": 2.0}.get(name, 1.0)
        errors = max(_LEAST_ERRORS, min(0.5, function.error_rate * ERRORS)) if name == "3x errors" else None
        before = self.slices.before_busiest * factor
        _, outcome = self.run(option, self.traffic(factor), error_rate=errors, before=before)
        faults, _ = self.faults(outcome.p95_latency_seconds, outcome.left, outcome.peak_concurrency)
        return outcome, not faults

    def _scaled_to(self, option: Option, rate: float) -> Behaviour | None:
        """The pollers' behaviour when they have scaled to a rate already; None where they begin at rest."""
        if rate <= 0 or self.space.request.source is not Source.SQS:
            return None
        usual = behaviour()
        needed = min(
            settled(self.space, option.settings, self.space.function(option), rate), usual.sqs_maximum_concurrency
        )
        return replace(usual, sqs_start_concurrency=needed) if needed > usual.sqs_start_concurrency else None

    def traffic(self, factor: float) -> Traffic:
        """The busiest window with more or less traffic."""
        if factor not in self._scaled:
            busiest = self.slices.busiest
            self._scaled[factor] = busiest if factor == 1 else scaled(busiest, factor, self.space.request.seed)
        return self._scaled[factor]

    def priced(self, scenario: Scenario, outcome: Outcome) -> Cost:
        """A run in dollars a month."""
        return monthly(scenario, outcome, self.space.request.region)


def value(tried: Tried, objective: Objective, limit: float) -> float:
    """What an objective minimises; equal values are told apart by the other figure.

    Balanced is cost times the square root of latency: half the cost is worth four times the latency, whatever their units.
    """
    latency, cost = max(tried.latency_seconds, 1e-6), max(tried.cost.total, 1e-9)
    if objective is Objective.COST:
        return cost * (1 + 1e-3 * min(1.0, latency / limit))
    if objective is Objective.LATENCY:
        return latency * (1 + 1e-2 * cost / (1 + cost))
    return cost * math.sqrt(latency)
