"""Each record alone, batches gathered in a window, or a scheduled run."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from guidance.advice.memory.pricing import MONTH_SECONDS
from guidance.advice.options.case import (
    Case,
    at_price,
    durations,
    longer_than_invocations,
    per_million,
    requests,
    too_long,
)
from guidance.advice.options.model import Broken, Line, Value, Weighed, amount

_KB_PER_MB = 1024.0
_KB_PER_GB = 1024.0**2
_RUN_SHARE = 0.8
"""Of the longest invocation that a run may plan for, so that a slow day still fits."""


def contradictions(figures: Mapping[str, Value]) -> Iterator[str]:
    """One record must fit an invocation."""
    alone = float(figures["fixed_ms"]) + float(figures["record_ms"])
    yield from longer_than_invocations(
        {"fixed_ms + record_ms": alone}, "fixed_ms + record_ms", "start a workflow instead"
    )


def weigh(case: Case) -> tuple[Weighed, ...]:
    """All three."""
    return (_each(case), _small(case), _scheduled(case))


def _queue(case: Case, together: float) -> Line:
    read = min(together, case.limit("sqs.receive.maximum"))
    records, chunk = case.number("monthly_records"), case.limit("messaging.chunk")
    sends = records * max(1, math.ceil(case.number("record_kb") / chunk))
    reads = records / read * (max(1.0, read * case.number("record_kb") / chunk) + 1)
    return per_million(sends + reads, "SQS requests to send, receive and delete", case.price("sqs", "request"))


def _handled(case: Case, batch: float) -> tuple[Line, Line]:
    at, count = case.function(), case.number("monthly_records") / batch
    spent = case.number("fixed_ms") + batch * case.number("record_ms")
    return durations(at, count, spent, case.number("memory_mb"), f"batches of {amount(batch)}", mean=True), requests(
        at, count
    )


def _each(case: Case) -> Weighed:
    return Weighed("each_record", (*_handled(case, 1), _queue(case, 1)))


def _small(case: Case) -> Weighed:
    rate = case.number("monthly_records") / MONTH_SECONDS
    window = min(case.number("max_delay_seconds"), case.limit("mapping.window.maximum"))
    fits = case.limit("lambda.payload") * _KB_PER_MB / case.number("record_kb")
    seconds = case.limit("lambda.timeout.maximum") * _RUN_SHARE
    lasts = (seconds * 1000 - case.number("fixed_ms")) / case.number("record_ms")
    batch = max(1.0, min(1 + rate * window, case.limit("sqs.mapping.batch_size.maximum"), fits, lasts))
    gathered = Line("a window of {:n} s at {:n} records a second gathers {:n}", (window, rate, batch))
    wrong = Broken("a batching window is at least 1 s, and a record may not wait that long") if window < 1 else None
    return Weighed("small_batches", (gathered, *_handled(case, batch), _queue(case, batch)), wrong)


def _scheduled(case: Case) -> Weighed:
    records, delay, workers = case.number("monthly_records"), case.number("max_delay_seconds"), case.whole("workers")
    shortest = case.limit("scheduler.rate.minimum")
    interval = max(delay, shortest)
    runs = MONTH_SECONDS / interval
    each = records / runs / workers
    spent, at = case.number("fixed_ms") + each * case.number("record_ms"), case.function()
    step = case.limit("firehose.step")
    counted = records * math.ceil(case.number("record_kb") / step) * step / _KB_PER_GB
    gigabytes = records * case.number("record_kb") / _KB_PER_GB
    month, taken = case.price("s3", "gb_month"), case.price("firehose", "gb_in")
    lines = (
        Line(
            "a run every {:,.0f} s, {:n} a month, of {} function"
            + ("" if workers == 1 else "s")
            + " with {:n} records each",
            (interval, runs, workers, each),
        ),
        durations(at, runs * workers, spent, case.number("memory_mb"), "runs", mean=True),
        requests(at, runs * workers),
        at_price(counted, "GB through Firehose in steps of 5 KB", taken),
        at_price(gigabytes * interval / MONTH_SECONDS, "GB-months in S3 until the run", month),
    )
    wrong = None
    if delay < shortest:
        wrong = Broken(
            f"a schedule runs every {shortest:.0f} s at the most, and a record may wait {amount(delay)} s",
            "scheduler.rate.minimum",
        )
    elif long := too_long(case, spent):
        wrong = Broken(f"{long.why}: more workers, or a shorter interval", long.limit)
    return Weighed("scheduled_run", lines, wrong)
