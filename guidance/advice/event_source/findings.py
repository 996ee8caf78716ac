"""What is wrong with the current settings, and what each fault costs: the same minutes simulated with it and without it."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from guidance.advice.event_source.capacity import batch_seconds, carried, most_messages, queue_for, room
from guidance.advice.event_source.lab import Lab
from guidance.advice.event_source.legal import data
from guidance.advice.event_source.model import Outcome, Queue, Settings, Source
from guidance.advice.event_source.options import Option
from guidance.advice.event_source.request import EventSourceFinding, Request
from guidance.facts import DATA, number

TRIAL_POISON = 0.001
"""Share of messages that fail at every try, for the consequence where the request names no failures."""
Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of the current settings, and the same settings without it."""

    id: str
    severity: Severity
    says: str
    practices: tuple[str, ...]
    settings: Settings
    """Cured of this alone."""
    queue: Queue
    simulated: bool = True
    """Whether the simulation can tell what it costs."""


def findings(lab: Lab, settings: Settings, queue: Queue) -> tuple[EventSourceFinding, ...]:
    """The faults of current settings, the worst first, each with its simulated consequence."""
    order = {"error": 0, "warning": 1, "info": 2}
    faults = sorted(_faults(lab.space.request, settings, queue), key=lambda each: order[each.severity])
    if not faults:
        return ()
    measure = _measure(lab)
    now = measure(settings, queue) if any(each.simulated for each in faults) else None
    return tuple(
        EventSourceFinding(
            id=each.id,
            severity=each.severity,
            message=each.says
            + (_consequence(lab, now, measure(each.settings, each.queue)) if each.simulated and now else ""),
            practices=each.practices,
        )
        for each in faults
    )


def _measure(lab: Lab) -> Callable[[Settings, Queue], Outcome]:
    """Runs settings on the busiest window, with some failures where none are known."""
    function = lab.space.request.function
    poison = TRIAL_POISON if not (function.error_rate or function.poison_rate) else None

    def run(settings: Settings, queue: Queue) -> Outcome:
        option = Option(settings, function.memory_mb)
        return lab.run(option, lab.slices.busiest, queue=queue, poison_rate=poison)[1]

    return run


def _consequence(lab: Lab, now: Outcome, cured: Outcome) -> str:
    """What changes, of what the simulation counts; empty when nothing does."""
    function = lab.space.request.function
    assumed = "" if function.error_rate or function.poison_rate else ", if one message in 1,000 always fails"
    per = 1e6 / max(1, now.arrived)
    told = []
    for name, before, after in (
        ("reprocessed per million", now.reprocessed * per, cured.reprocessed * per),
        ("processed twice per million", now.duplicates * per, cured.duplicates * per),
        ("dead letters per million", now.dead_letters * per, cured.dead_letters * per),
        ("lost per million", now.expired * per, cured.expired * per),
        ("throttled invocations", float(now.throttled_invocations), float(cured.throttled_invocations)),
    ):
        if before - after >= max(1.0, 0.05 * before):
            told.append(f"{name} {before:,.0f}, without it {after:,.0f}")
    before, after = now.p95_latency_seconds, cured.p95_latency_seconds
    if before - after > max(0.05, 0.1 * before):
        told.append(f"95th percentile of latency {before:,.3g} s, without it {after:,.3g} s")
    if now.blocked_lane_seconds > cured.blocked_lane_seconds + 1:
        told.append(f"lanes blocked {now.blocked_lane_seconds:,.0f} s, without it {cured.blocked_lane_seconds:,.0f} s")
    if now.left > cured.left:
        told.append(f"still waiting at the end {now.left:,}, without it {cured.left:,}")
    return f" In the busiest minutes{assumed}: {'; '.join(told)}." if told else ""


def _faults(request: Request, settings: Settings, queue: Queue) -> Iterator[Fault]:
    if request.source.queue:
        yield from _of_queue(request, settings, queue)
        yield from _of_concurrency(request, settings, queue)
    else:
        yield from _of_stream(request, settings, queue)
    yield from _of_batch(request, settings, queue)


def _of_queue(request: Request, settings: Settings, queue: Queue) -> Iterator[Fault]:
    wanted, timeout, visibility = (
        queue_for(request, settings),
        request.function.timeout_seconds,
        queue.visibility_timeout_seconds,
    )
    if visibility < wanted.visibility_timeout_seconds:
        name = "refused-visibility-timeout" if visibility < timeout else "short-visibility-timeout"
        cured = replace(queue, visibility_timeout_seconds=wanted.visibility_timeout_seconds)
        values = {"visibility": visibility, "timeout": timeout, "wanted": wanted.visibility_timeout_seconds}
        yield _fault(name, settings, cured, **values)
    least, count = number("sqs.mapping.receive_count.minimum"), queue.max_receive_count
    cured = replace(queue, max_receive_count=wanted.max_receive_count)
    if count is None:
        yield _fault("missing-dead-letter-queue", settings, cured, wanted=wanted.max_receive_count)
    elif count < least:
        fault = _fault("low-receive-count", settings, cured, now=count, wanted=least)
        yield fault if count < 3 else replace(fault, severity="info")
    least = int(data()["advice"]["retention_seconds"])
    if queue.message_retention_seconds < least:
        yield _fault("short-retention", settings, queue, now=queue.message_retention_seconds, wanted=least)


def _of_concurrency(request: Request, settings: Settings, queue: Queue) -> Iterator[Fault]:
    most, limits, reserved = settings.maximum_concurrency, request.constraints, request.function.reserved_concurrency
    if reserved is not None and not settings.provisioned and (most is None or reserved < most):
        cured = replace(settings, maximum_concurrency=min(1000, max(2, reserved)))
        name = "throttled-polling" if most is None else "reserve-below-concurrency"
        yield _fault(name, cured, queue, reserved=reserved, most=most or 0)
    if most is None and not settings.provisioned and (limits.max_concurrency or limits.downstream_per_second):
        calls, rate = limits.max_concurrency, limits.downstream_per_second
        what = f"{calls:,} invocations at a time" if calls else f"{rate:,g} messages a second"
        yield _fault("uncapped-concurrency", settings, queue, what=what)


def _of_stream(request: Request, settings: Settings, queue: Queue) -> Iterator[Fault]:
    if not (request.source.stream or settings.provisioned):
        if request.function.poison_rate or request.function.error_rate:
            yield _fault("on-demand-pollers", settings, queue)
        return
    if settings.maximum_retry_attempts is None and settings.maximum_record_age_seconds is None:
        yield _fault("endless-retries", replace(settings, maximum_retry_attempts=5), queue)
    split = settings.bisect_batch_on_function_error or settings.report_batch_item_failures
    if settings.batch_size > 1 and not split:
        yield _fault("unbisected-batches", replace(settings, bisect_batch_on_function_error=True), queue)
    if not settings.on_failure_destination:
        yield _fault("missing-failure-destination", replace(settings, on_failure_destination=True), queue)
    lanes, factor, left = request.traffic.lanes, settings.parallelization_factor, room(request.function)
    if request.source.stream and lanes * factor > left:
        yield _fault("more-lanes-than-concurrency", settings, queue, lanes=lanes, factor=factor, room=left)


def _of_batch(request: Request, settings: Settings, queue: Queue) -> Iterator[Fault]:
    function, size = request.function, settings.batch_size
    if size > 1 and not settings.report_batch_item_failures and (not request.source.kafka or settings.provisioned):
        yield _fault("unreported-failures", replace(settings, report_batch_item_failures=True), queue, size=size)
    full = batch_seconds(function, size)
    if full > function.timeout_seconds:
        fits = max(1, most_messages(function))
        small = request.source is Source.SQS and fits <= 10
        window = 0 if small else settings.maximum_batching_window_seconds
        cured = replace(settings, batch_size=min(fits, size), maximum_batching_window_seconds=window)
        yield _fault("oversized-batch", cured, queue, size=size, full=full, timeout=function.timeout_seconds, fits=fits)
    fits = carried(request.source, request.traffic.message_bytes)
    if size > fits:
        yield _fault(
            "unreachable-batch-size", settings, queue, bytes=request.traffic.message_bytes, fits=fits, size=size
        )


def _fault(name: str, settings: Settings, queue: Queue, **values: object) -> Fault:
    """A fault of the table, filled in."""
    entry = _table()[name]
    says = entry["says"].format(**values)
    return Fault(name, entry["severity"], says, tuple(entry["practices"]), settings, queue, entry["simulated"])


def stated(name: str, **values: object) -> EventSourceFinding:
    """A finding that needs no simulation of its own."""
    fault = _fault(name, Settings(1), Queue(), **values)
    return EventSourceFinding(id=fault.id, severity=fault.severity, message=fault.says, practices=fault.practices)


@functools.cache
def _table() -> dict[str, dict[str, Any]]:
    entries = tomllib.loads(DATA.joinpath("event_source_findings.toml").read_text("utf-8"))["findings"]
    return {entry["id"]: entry for entry in entries}
