"""Closed-form estimates of what an option comes to: good enough to say which of a thousand are worth simulating.

Pollers that are free share what arrives, and a window opens with the first message, so that batches are smaller than traffic
times window; busy pollers fill them further:

    messages of a batch = max(1 + rate x window / pollers, rate x (window + turn) / pollers), at most the batch size
    pollers             = max(resting, rate x duration / messages of a batch)
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from guidance.advice.event_source.behaviour import behaviour
from guidance.advice.event_source.capacity import batch_seconds, cap
from guidance.advice.event_source.model import Function, Settings
from guidance.advice.event_source.options import Option, Space
from guidance.advice.memory.model import Architecture
from guidance.advice.memory.pricing import prices

_TAIL = 1.65


@dataclass(frozen=True, slots=True)
class Estimate:
    """What an option would come to at a rate."""

    option: Option
    latency_seconds: float
    """Of the 95th percentile."""
    cost: float
    """Dollars a message, without pollers."""
    headroom: float
    """Capacity over the peak rate."""


def estimate(space: Space, option: Option, rate: float, peak: float) -> Estimate:
    """An option at a mean rate, and its capacity against a peak, both in messages a second."""
    request, settings, function = space.request, option.settings, space.function(option)
    most = cap(request.source, settings, function, request.traffic.lanes, request.traffic.groups)
    pollers, size = _settled(space, settings, function, rate, most)
    turn = batch_seconds(function, size)
    wait = min(settings.maximum_batching_window_seconds, (settings.batch_size - 1) * pollers / max(rate, 1e-9))
    load = rate * (turn + behaviour().sqs_overhead_seconds) / size / most
    queueing = turn * load / max(0.02, 1 - load) if load > 0.7 else 0.0
    latency = wait + turn * (1 + _TAIL * function.duration_cv) + queueing + behaviour().sqs_overhead_seconds
    full = settings.batch_size / (batch_seconds(function, settings.batch_size) + behaviour().sqs_overhead_seconds)
    return Estimate(option, latency, _cost(space, option, size), most * full / max(peak, 1e-9))


def settled(space: Space, settings: Settings, function: Function, rate: float) -> float:
    """Pollers that a steady rate keeps, in batches at a time."""
    request = space.request
    most = cap(request.source, settings, function, request.traffic.lanes, request.traffic.groups)
    return _settled(space, settings, function, rate, most)[0]


def _settled(space: Space, settings: Settings, function: Function, rate: float, most: int) -> tuple[float, float]:
    """Pollers and messages of a batch that go together."""
    source = space.request.source
    lanes = space.request.traffic.lanes * settings.parallelization_factor
    resting = float(min(behaviour().sqs_start_concurrency, most) if source.queue else min(lanes, most))
    if settings.provisioned and source.queue:
        resting = float((settings.minimum_pollers or 2) * behaviour().sqs_provisioned_concurrency)
    pollers, size = resting, 1.0
    for _ in range(6):
        gathered = rate * settings.maximum_batching_window_seconds / pollers
        queued = rate * (batch_seconds(function, size) + behaviour().sqs_overhead_seconds) / pollers
        size = min(settings.batch_size, max(1.0 + gathered, gathered + queued))
        pollers = min(
            float(most), max(resting, rate * (batch_seconds(function, size) + behaviour().sqs_overhead_seconds) / size)
        )
    return pollers, size


def _cost(space: Space, option: Option, size: float) -> float:
    function, source = space.function(option), space.request.source
    lambda_ = prices(space.request.region, Architecture(function.architecture))
    invocation = batch_seconds(function, size) * option.memory_mb / 1024 * lambda_.gb_second + lambda_.request
    calls = 2 * max(math.ceil(size / 10), 1) * 4e-7 if source.queue else 0.0
    return (invocation + calls) / size
