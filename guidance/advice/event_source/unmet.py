"""Constraints that no settings hold: which, and the nearest that can be held."""

from __future__ import annotations

from guidance.advice.event_source import words
from guidance.advice.event_source.capacity import batch_seconds, room
from guidance.advice.event_source.lab import Lab, Tried
from guidance.advice.event_source.legal import ranges
from guidance.advice.event_source.model import Source
from guidance.advice.event_source.options import Space
from guidance.advice.event_source.request import UnmetConstraintError


def refuse_caps(space: Space) -> None:
    """Refuse caps that rule every setting out before anything is simulated.

    Raises:
        UnmetConstraintError: naming the constraint and what it would have to be.

    """
    request = space.request
    limits, rate = request.constraints, request.traffic.per_second * (1 - space.safe.filtered_share)
    downstream = limits.downstream_per_second
    if downstream is not None and rate > downstream:
        why = f"{rate:,.4g} messages a second come on average, so a backlog would grow without end"
        needed = words.rounded_up(rate)
        raise UnmetConstraintError(
            words.unmet_cap("downstream_per_second", downstream, needed, why), None, {"downstream_per_second": needed}
        )
    if next(space.all(), None) is not None or (
        not request.source.stream and next(space.all(provisioned=True), None) is not None
    ):
        return
    raise _ruled_out(space)


def _ruled_out(space: Space) -> UnmetConstraintError:
    """The error for caps below the fewest invocations at a time."""
    request, least = space.request, _least_concurrency(space)
    limits = request.constraints
    why = f"{request.source.value} runs at least {least} invocations at a time"
    if limits.max_concurrency is not None and limits.max_concurrency < least:
        said = words.unmet_cap("max_concurrency", limits.max_concurrency, least, why)
        return UnmetConstraintError(said, None, {"max_concurrency": least})
    if limits.downstream_per_second is not None:
        needed = min(
            least * batch / batch_seconds(function, batch)
            for batch in space.batches
            for function in space.functions.values()
        )
        why = f"even {least} invocations at a time take {needed:,.4g} messages a second"
        said = words.unmet_cap("downstream_per_second", limits.downstream_per_second, words.rounded_up(needed), why)
        return UnmetConstraintError(said, None, {"downstream_per_second": needed})
    said = words.unmet_cap("reserved_concurrency", room(request.function), least, why)
    return UnmetConstraintError(said, None, {"reserved_concurrency": least})


def refusal(lab: Lab, nearest: Tried) -> UnmetConstraintError:
    """The error for constraints that the simulation breaks, with the settings that come nearest."""
    request, settings = lab.space.request, nearest.option.settings
    function = lab.space.function(nearest.option)
    most = lab.space.concurrency(settings, function)
    rate = lab.slices.peak_per_second
    needed = rate * batch_seconds(function, settings.batch_size) / settings.batch_size
    failing = request.function.poison_rate > 0 or request.function.error_rate > 0
    if needed <= most and failing and request.source is not Source.SQS and "max_concurrency" not in nearest.broken:
        said = words.unmet_blocked(request.source, lab.limit, settings, nearest.latency_seconds, nearest.busiest.left)
        return UnmetConstraintError(said, settings, {"p95_latency_seconds": words.rounded_up(nearest.latency_seconds)})
    if "throughput" in nearest.broken or (needed > most and "p95_latency_seconds" in nearest.broken):
        said = words.unmet_throughput(request.source, settings, rate, max(needed, most * 1.05), most)
        return UnmetConstraintError(said, settings, {"max_concurrency": needed * 1.2})
    if "p95_latency_seconds" in nearest.broken:
        latency = nearest.latency_seconds
        said = words.unmet_latency(request.source, request, lab.limit, settings, latency)
        return UnmetConstraintError(said, settings, {"p95_latency_seconds": words.rounded_up(latency)})
    peak = nearest.broken["max_concurrency"]
    why = f"the nearest settings, {words.settings_told(request.source, settings)}, reach {peak:g}"
    said = words.unmet_cap("max_concurrency", request.constraints.max_concurrency or 0, peak, why)
    return UnmetConstraintError(said, settings, {"max_concurrency": peak})


def _least_concurrency(space: Space) -> int:
    """The fewest invocations at a time that a source can be held to."""
    request = space.request
    if request.source.queue:
        return int(ranges(request.source)["maximum_concurrency"].minimum)
    return request.traffic.lanes
