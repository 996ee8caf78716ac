"""The settings that come into question for a request: legal, within the hard limits, and their closed-form capacity."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from guidance.advice.event_source.behaviour import behaviour
from guidance.advice.event_source.capacity import (
    SLOW,
    TIMEOUT_SHARE,
    batch_seconds,
    cap,
    carried,
    most_messages,
    room,
    safe,
)
from guidance.advice.event_source.errors import EventSourceError
from guidance.advice.event_source.legal import broken, outside, ranges
from guidance.advice.event_source.model import Function, Settings
from guidance.advice.event_source.request import Constraints, Request
from guidance.advice.event_source.slices import peak_rate

BATCHES = (1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000)
WINDOWS = (0, 1, 2, 5, 10, 20, 30, 60, 120, 300)
CONCURRENCIES = (2, 3, 5, 10, 20, 50, 100, 250, 500, 1000)
FACTORS = (1, 2, 3, 5, 10)


@dataclass(frozen=True, slots=True)
class Option:
    """A point of the search: settings, and the function's memory."""

    settings: Settings
    memory_mb: int


@dataclass(frozen=True, slots=True)
class Space:
    """What may be chosen: along each axis the values, and how a function behaves at each memory size."""

    request: Request
    batches: tuple[int, ...]
    windows: tuple[int, ...]
    functions: dict[int, Function]
    """By memory."""
    peak: float
    """Messages a second at the busiest."""
    safe: Settings
    """What does not depend on the traffic: partial responses, retries, bisecting."""

    def function(self, option: Option) -> Function:
        """The function at the option's memory."""
        return self.functions[option.memory_mb]

    def all(self, *, provisioned: bool = False) -> Iterator[Option]:
        """Every option that is legal and within the hard limits."""
        for memory, function in self.functions.items():
            for batch in self.batches:
                for window in self.windows:
                    for settings in self._scaled(batch, window, function, provisioned=provisioned):
                        if self.allowed(settings, function):
                            yield Option(settings, memory)

    def neighbours(self, option: Option) -> Iterator[Option]:
        """The options one step away along one axis."""
        settings, function = option.settings, self.function(option)
        for batch in _beside(self.batches, settings.batch_size):
            yield from self._near(option, batch, int(settings.maximum_batching_window_seconds), function)
        for window in _beside(self.windows, int(settings.maximum_batching_window_seconds)):
            yield from self._near(option, settings.batch_size, window, function)
        for moved in self._scaling_beside(settings, function):
            if self.allowed(moved, function):
                yield Option(moved, option.memory_mb)
        for memory in _beside(tuple(self.functions), option.memory_mb):
            if self.allowed(settings, self.functions[memory]):
                yield Option(settings, memory)

    def allowed(self, settings: Settings, function: Function) -> bool:
        """Legal, a full batch fits the timeout and six megabytes, and the cap holds the constraints."""
        source, limits = self.request.source, self.request.constraints
        if settings.batch_size == 1 and settings.maximum_batching_window_seconds >= 1:
            return False  # there is nothing to wait for
        if any(outside(source, settings)) or any(broken(source, settings)):
            return False
        most = self.concurrency(settings, function)
        if limits.max_concurrency is not None and most > limits.max_concurrency:
            return False
        if (
            limits.downstream_per_second is not None
            and self.rate(settings, function, most) > limits.downstream_per_second * 1.0001
        ):
            return False
        return settings.maximum_concurrency is None or settings.maximum_concurrency <= room(function)

    def concurrency(self, settings: Settings, function: Function) -> int:
        """The most invocations at a time that settings let through."""
        return cap(self.request.source, settings, function, self.request.traffic.lanes, self.request.traffic.groups)

    def rate(self, settings: Settings, function: Function, concurrency: int) -> float:
        """Messages a second at full batches."""
        return concurrency * settings.batch_size / batch_seconds(function, settings.batch_size)

    def _near(self, option: Option, batch: int, window: int, function: Function) -> Iterator[Option]:
        old = option.settings
        moved = replace(old, batch_size=batch, maximum_batching_window_seconds=window)
        if not self.allowed(moved, function) and old.maximum_concurrency is not None:
            tightest = self._caps(batch, function)
            if tightest:
                moved = replace(moved, maximum_concurrency=min(tightest[-1], old.maximum_concurrency))
        if self.allowed(moved, function):
            yield Option(moved, option.memory_mb)

    def _scaled(self, batch: int, window: int, function: Function, *, provisioned: bool) -> Iterator[Settings]:
        source = self.request.source
        kept = safe(self.request, provisioned=True) if provisioned else self.safe
        base = replace(kept, batch_size=batch, maximum_batching_window_seconds=window)
        if provisioned:
            for low, high in self._pollers(batch, function):
                yield replace(base, minimum_pollers=low, maximum_pollers=high, maximum_concurrency=None)
        elif source.queue:
            for most in (None, *self._caps(batch, function)):
                yield replace(base, maximum_concurrency=most)
        elif source.stream:
            for factor in FACTORS:
                yield replace(base, parallelization_factor=factor)
        else:
            yield base

    def _scaling_beside(self, settings: Settings, function: Function) -> Iterator[Settings]:
        if settings.provisioned:
            low, high = settings.minimum_pollers or 1, settings.maximum_pollers or 1
            for factor in (0.5, 2.0):
                yield replace(
                    settings,
                    minimum_pollers=max(1, round(low * factor)),
                    maximum_pollers=max(2, round(high * factor), low),
                )
        elif self.request.source.queue:
            caps: tuple[int, ...] = self._caps(settings.batch_size, function)
            now = settings.maximum_concurrency
            ladder: tuple[int | None, ...] = (*caps, None)
            at = ladder.index(now) if now in ladder else len(ladder) - 1
            beside = {*ladder[max(0, at - 1) : at], *ladder[at + 1 : at + 2], ladder[0], None} - {now}
            ordered = sorted(beside, key=ladder.index)
            yield from (replace(settings, maximum_concurrency=each) for each in ordered)
        elif self.request.source.stream:
            yield from (
                replace(settings, parallelization_factor=each)
                for each in _beside(FACTORS, settings.parallelization_factor)
            )

    def _caps(self, batch: int, function: Function) -> tuple[int, ...]:
        """Maximum concurrencies to try: a ladder, and the exact ones that the constraints allow."""
        limits, known = self.request.constraints, ranges(self.request.source)["maximum_concurrency"]
        exact = [] if limits.max_concurrency is None else [limits.max_concurrency]
        if limits.downstream_per_second is not None:
            exact.append(math.floor(limits.downstream_per_second * batch_seconds(function, batch) / batch))
        top = int(min([*exact, known.maximum, room(function)]))
        enough = max(20, 10 * self.request.traffic.per_second * batch_seconds(function, batch) / batch)
        ladder = {each for each in CONCURRENCIES if each <= min(top, enough)} | ({top} if exact else set())
        return tuple(sorted(each for each in ladder if each >= known.minimum))

    def _pollers(self, batch: int, function: Function) -> Iterator[tuple[int, int]]:
        """Pairs of pollers: enough for the mean at least and for twice the peak at most, within the constraints."""
        traffic, source = self.request.traffic, self.request.source
        per = behaviour().sqs_provisioned_concurrency if source.queue else behaviour().kafka_concurrency_per_poller
        busy = traffic.per_second * batch_seconds(function, batch) / batch
        peak = max(busy, self.peak * batch_seconds(function, batch) / batch)
        known_low, known_high = ranges(source)["minimum_pollers"], ranges(source)["maximum_pollers"]
        ceiling = _ceiling(self.request.constraints, function, batch)
        most = max(1, math.floor(ceiling / per)) if ceiling is not None else int(known_high.maximum)
        most = min(most, traffic.lanes) if source.kafka else most
        for least, greatest in ((busy, 2 * busy), (busy, 2 * peak), (peak, 2 * peak)):
            low = int(min(max(known_low.minimum, math.ceil(least / per)), known_low.maximum, most))
            high = int(min(max(known_high.minimum, math.ceil(greatest / per)), known_high.maximum, max(low, most)))
            yield low, max(low, high)


def space(request: Request, functions: dict[int, Function], latency_limit: float) -> Space:
    """What may be chosen for a request.

    Raises:
        EventSourceError: when not even one message fits the function's timeout or the payload.

    """
    known, traffic = ranges(request.source), request.traffic
    slowest = max(most_messages(function) for function in functions.values())
    by_bytes = carried(request.source, traffic.message_bytes)
    if slowest < 1:
        function = request.function
        needed = math.ceil(batch_seconds(function, 1) * (1 + SLOW * function.duration_cv) / TIMEOUT_SHARE)
        raise EventSourceError(
            f"function.timeout_seconds {function.timeout_seconds:g} is too short: one message takes "
            f"{batch_seconds(function, 1):,.3g} s, and slow ones more. Set at least {needed}."
        )
    if by_bytes < 1:
        raise EventSourceError(f"workload.message_bytes is {traffic.message_bytes:,}: a batch carries at most 6 MB.")
    most = min(slowest, by_bytes, int(known["batch_size"].maximum))
    batches = tuple(sorted({each for each in (*BATCHES, most) if each <= most}))
    window = known.get("maximum_batching_window_seconds")
    longest = min(window.maximum, latency_limit) if window is not None else 0
    windows = tuple(each for each in WINDOWS if each <= longest) or (0,)
    return Space(request, batches, windows, functions, peak_rate(traffic), safe(request))


def _ceiling(limits: Constraints, function: Function, batch: int) -> float | None:
    found = [limits.max_concurrency] if limits.max_concurrency is not None else []
    rate = limits.downstream_per_second
    return min([*found, *([rate * batch_seconds(function, batch) / batch] if rate is not None else [])], default=None)


def _beside(values: Sequence[int], now: int) -> list[int]:
    """The values next to one, below and above."""
    below = [each for each in values if each < now]
    above = [each for each in values if each > now]
    return [*([max(below)] if below else []), *([min(above)] if above else [])]
