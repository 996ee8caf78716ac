"""Refuses figures that cannot be figures: negative, not a number, absurd."""

from __future__ import annotations

import math

from guidance.advice.event_source import access
from guidance.advice.event_source.capacity import room
from guidance.advice.event_source.errors import EventSourceError
from guidance.advice.event_source.legal import combinations
from guidance.advice.event_source.request import IllegalSettingsError, Request
from guidance.facts import number


def check(request: Request) -> None:
    """Every figure of a request against what it can be.

    Raises:
        EventSourceError: naming the argument, its range and what to do.

    """
    function, traffic, limits = request.function, request.traffic, request.constraints
    day_ms, memory_most = 86_400_000, number("lambda.memory.maximum_managed_instances")
    _within("function.memory_mb", function.memory_mb, number("lambda.memory.minimum"), memory_most)
    _within("function.timeout_seconds", function.timeout_seconds, 1, number("lambda.timeout.maximum_managed_instances"))
    _within("function.base_ms", function.base_ms, 0, day_ms)
    _within("function.per_message_ms", function.per_message_ms, 0, day_ms)
    _within("function.duration_cv", function.duration_cv, 0, 10)
    _within("function.cold_start_ms", function.cold_start_ms, 0, day_ms)
    for name in ("error_rate", "poison_rate"):
        _within(f"function.{name}", getattr(function, name), 0, 0.9)
    _within("function.account_concurrency", room(function), 1, 1_000_000)
    _within("workload.message_bytes", traffic.message_bytes, 1, 6 * 1024 * 1024)
    _within("workload.lanes", traffic.lanes, 1, 100_000)
    _within("workload.groups", traffic.groups, 1, 100_000_000)
    if not len(traffic.times):
        raise EventSourceError(
            "workload: no message arrives, so there is nothing to choose by. Give a rate or counts above 0."
        )
    for name, most in (("p95_latency_seconds", 86_400.0), ("max_concurrency", 1e6), ("downstream_per_second", 1e9)):
        value = getattr(limits, name)
        if value is not None:
            _within(f"constraints.{name}", value, 1e-3 if name != "max_concurrency" else 1, most)
    limit = combinations(request.source)["long_timeout"]
    managed = function.timeout_seconds > number("lambda.timeout.maximum")
    if (
        limit.limit is not None
        and function.timeout_seconds > limit.limit
        and not (managed and not request.source.kafka)
    ):
        raise IllegalSettingsError(
            f"function.timeout_seconds is {function.timeout_seconds:g}: {limit.rule} ({limit.source})."
        )
    access.check(request.source, request.names)


def _within(name: str, value: float, least: float, most: float) -> None:
    if not math.isfinite(value) or not least <= value <= most:
        raise EventSourceError(f"{name} is {value!r}: it goes from {least:,g} to {most:,g}.")
