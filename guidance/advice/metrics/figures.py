"""Figures that follow from several metrics: rates, drain time, lag, utilisation, cost. Each says its arithmetic."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

from guidance.advice.memory import Architecture
from guidance.advice.memory.pricing import prices
from guidance.advice.metrics.catalogue import threshold
from guidance.advice.metrics.model import Figure, Resource, Window, length
from guidance.advice.metrics.summary import Values
from guidance.advice.metrics.words import count, money, share

_LATELY_SECONDS = 900
"""The stretch at the end by which a queue's pace is judged; at least five periods."""


def figures(
    resource: Resource, values: Values, window: Window, region: str, cold_starts: int | None = None
) -> tuple[Figure, ...]:
    """Every figure that these series allow.

    Args:
        resource: Whose series they are.
        values: The series.
        window: That they are of.
        region: Whose prices count.
        cold_starts: Counted in logs, where the caller has done that; else Lambda Insights counts them, where it is on.

    """
    found = list(_KINDS.get(resource.kind, _nothing)(resource, values, window))
    if resource.kind == "lambda":
        found += _cold(values, cold_starts)
        found += _cost(resource, values, window, region)
    return tuple(found)


def _nothing(resource: Resource, values: Values, window: Window) -> Iterator[Figure]:
    del resource, values, window
    return iter(())


def _lambda(resource: Resource, values: Values, window: Window) -> Iterator[Figure]:
    invocations, errors, throttles = (values.total(name) for name in ("Invocations", "Errors", "Throttles"))
    if invocations:
        told = f"{count(errors)} errors of {count(invocations)} invocations"
        yield Figure("error_rate", errors / invocations, "share", told)
    if invocations + throttles:
        told = f"{count(throttles)} throttles of {count(invocations + throttles)} requests"
        yield Figure("throttle_rate", throttles / (invocations + throttles), "share", told)
    age = values.now("IteratorAge", "Maximum")
    if age:
        yield Figure("iterator_lag_seconds", age[-1][1] / 1000, "s", "IteratorAge at the end of the window")
    used = values.now("ProvisionedConcurrencyUtilization", "Maximum")
    if used:
        told = f"ProvisionedConcurrencyUtilization; it is not emitted when idle, here in {len(used)} of {window.points} periods"
        yield Figure("provisioned_utilisation", max(value for _, value in used), "share", told)
    if resource.facts.get("durable"):
        started = values.total("DurableExecutionStarted")
        for name, metric in (
            ("durable_failed", "DurableExecutionFailed"),
            ("durable_timed_out", "DurableExecutionTimedOut"),
        ):
            told = f"{metric}, of {count(started)} executions started"
            yield Figure(name, values.total(metric), "executions", told)


def _cold(values: Values, cold_starts: int | None) -> Iterator[Figure]:
    invocations = values.total("Invocations")
    counted = values.whole("init_duration", "SampleCount")
    cold, how = (counted, "Lambda Insights") if cold_starts is None else (float(cold_starts), "the logs")
    if cold is not None and invocations:
        told = f"{count(cold)} cold starts of {count(invocations)} invocations, by {how}"
        yield Figure("cold_start_share", min(1.0, cold / invocations), "share", told)


def _cost(resource: Resource, values: Values, window: Window, region: str) -> Iterator[Figure]:
    del window
    milliseconds, memory = values.whole("Duration", "Sum"), resource.number("memory_mb")
    invocations = values.total("Invocations")
    if resource.facts.get("managed_instances") or memory is None or (milliseconds is None and invocations):
        return
    architecture = Architecture.ARM64 if resource.facts.get("architecture") == "arm64" else Architecture.X86_64
    rates = prices(region, architecture)
    gb_seconds = (milliseconds or 0.0) / 1000 * memory / 1024
    usd = gb_seconds * rates.gb_second + invocations * rates.request
    told = (
        f"{gb_seconds:,.1f} GB-s and {count(invocations)} requests at the prices of {rates.region}, without initialisation, "
        f"provisioned concurrency{', durable operations' if resource.facts.get('durable') else ''} and the free tier"
    )
    yield Figure("cost_usd", usd, "USD", told)


def _sqs(resource: Resource, values: Values, window: Window) -> Iterator[Figure]:
    visible = values.now("ApproximateNumberOfMessagesVisible", "Maximum")
    received, deleted = values.total("NumberOfMessagesReceived"), values.total("NumberOfMessagesDeleted")
    if received:
        again = max(0.0, 1 - deleted / received)
        told = f"{count(received)} received, {count(deleted)} deleted"
        yield Figure("redelivered_share", again, "share", told)
    if not visible or resource.facts.get("dead_letter_queue"):
        return
    age = values.now("ApproximateAgeOfOldestMessage", "Maximum")
    backlog, until = visible[-1][1], visible[-1][0].timestamp() + window.period_seconds
    seconds = min(window.seconds, max(_LATELY_SECONDS, 5 * window.period_seconds))
    since = until - seconds
    lately = {
        name: sum(value for at, value in values.now(f"NumberOfMessages{name}", "Sum") if at.timestamp() >= since)
        for name in ("Sent", "Deleted")
    }
    pace = (lately["Deleted"] - lately["Sent"]) / seconds
    if pace <= 0 and (not age or age[-1][1] <= threshold("backlog_age_seconds")):
        return  # what is there is taken soon: there is nothing to drain
    drain = backlog / pace if pace > 0 else math.inf
    moved = f"{count(lately['Sent'])} sent, {count(lately['Deleted'])} deleted"
    told = f"{count(backlog)} visible; in the last {length(seconds)} {moved}"
    yield Figure("drain_seconds", None if math.isinf(drain) else drain, "s", told)


def _api(server: str, client: str, counted: str) -> Callable[[Resource, Values, Window], Iterator[Figure]]:
    def found(resource: Resource, values: Values, window: Window) -> Iterator[Figure]:
        del resource, window
        requests = values.total(counted)
        if requests:
            for name, metric in (("error_rate", server), ("client_error_rate", client)):
                faults = values.total(metric)
                yield Figure(
                    name, faults / requests, "share", f"{count(faults)} {metric} of {count(requests)} requests"
                )

    return found


def _kinesis(resource: Resource, values: Values, window: Window) -> Iterator[Figure]:
    del resource, window
    age = values.now("GetRecords.IteratorAgeMilliseconds", "Maximum")
    if age:
        yield Figure("iterator_lag_seconds", age[-1][1] / 1000, "s", "its iterator age at the end of the window")


def _statemachine(resource: Resource, values: Values, window: Window) -> Iterator[Figure]:
    del resource, window
    done = sum(values.total(f"Executions{name}") for name in ("Succeeded", "Failed", "TimedOut", "Aborted"))
    bad = sum(values.total(f"Executions{name}") for name in ("Failed", "TimedOut"))
    if done:
        told = f"{count(bad)} failed or timed out of {count(done)} that ended"
        yield Figure("error_rate", bad / done, "share", told)


def _eventbus(resource: Resource, values: Values, window: Window) -> Iterator[Figure]:
    del resource, window
    invocations, failed = values.total("Invocations"), values.total("FailedInvocations")
    if invocations:
        told = f"{count(failed)} failed of {count(invocations)} invocations of targets"
        yield Figure("error_rate", min(1.0, failed / invocations), "share", told)


_KINDS: dict[str, Callable[[Resource, Values, Window], Iterator[Figure]]] = {
    "lambda": _lambda,
    "sqs": _sqs,
    "httpapi": _api("5xx", "4xx", "Count"),
    "restapi": _api("5XXError", "4XXError", "Count"),
    "kinesis": _kinesis,
    "statemachine": _statemachine,
    "eventbus": _eventbus,
    "rule": _eventbus,
}

_TITLES = {
    "error_rate": "error rate",
    "client_error_rate": "4xx rate",
    "throttle_rate": "throttle rate",
    "cold_start_share": "cold starts",
    "drain_seconds": "drains in",
    "redelivered_share": "received again",
    "iterator_lag_seconds": "behind by",
    "provisioned_utilisation": "provisioned concurrency used",
    "durable_failed": "executions failed",
    "durable_timed_out": "executions timed out",
    "cost_usd": "cost",
}


def told(figure: Figure) -> str:
    """A figure in words: "error rate 1.2%"."""
    title = _TITLES.get(figure.name, figure.name.replace("_", " "))
    if figure.value is None:
        return "never drains at this pace" if figure.name == "drain_seconds" else f"{title} unknown"
    if figure.unit == "share":
        return f"{title} {share(figure.value)}"
    if figure.unit == "USD":
        return f"{title} {money(figure.value)}"
    return f"{title} {length(figure.value) if figure.unit == 's' else count(figure.value)}"
