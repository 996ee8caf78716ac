"""Nothing, a smaller package, SnapStart or provisioned concurrency."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from guidance.advice.memory.pricing import MONTH_SECONDS
from guidance.advice.options.case import (
    Case,
    at_price,
    durations,
    kept_warm,
    longer_than_invocations,
    requests,
    warm_durations,
)
from guidance.advice.options.model import Broken, Line, Value, Weighed, amount
from guidance.facts import runtimes

_PEAK = 2


def derive(figures: Mapping[str, Value]) -> Mapping[str, Value]:
    """Peak concurrency: twice the mean."""
    mean = float(figures["monthly_invocations"]) / MONTH_SECONDS * float(figures["duration_ms"]) / 1000
    return {"peak_concurrency": max(1, math.ceil(mean * _PEAK))}


def contradictions(figures: Mapping[str, Value]) -> Iterator[str]:
    """An invocation ends, and no more can run at once than there are environments."""
    yield from longer_than_invocations(figures, "duration_ms", "decide on compute first")
    mean = float(figures["monthly_invocations"]) / MONTH_SECONDS * float(figures["duration_ms"]) / 1000
    if float(figures["peak_concurrency"]) < math.floor(mean):
        yield (
            f"figures.peak_concurrency is {figures['peak_concurrency']:,}, but these invocations keep {amount(mean)} "
            "environments busy on average: the peak is at least that."
        )


def weigh(case: Case) -> tuple[Weighed, ...]:
    """All four."""
    warm = _warm(case)
    return (_nothing(case, warm), _smaller(case, warm), _snapstart(case, warm), _provisioned(case))


def _warm(case: Case) -> tuple[Line, Line]:
    at, count = case.function(), case.number("monthly_invocations")
    return durations(at, count, case.number("duration_ms"), case.number("memory_mb")), requests(at, count)


def _cold(case: Case) -> float:
    return case.number("monthly_invocations") * case.number("cold_start_rate")


def _missed(case: Case, wait: float) -> tuple[str, ...]:
    slow, target = wait + case.number("duration_ms"), case.number("latency_target_ms")
    if not case.flag("user_facing") or not case.number("cold_start_rate") or slow <= target:
        return ()
    return (
        f"latency: {case.number('cold_start_rate') * 100:.3g}% of invocations take {slow:,.0f} ms, the target is {target:,.0f}",
    )


def _nothing(case: Case, warm: tuple[Line, Line]) -> Weighed:
    init = durations(
        case.function(), _cold(case), case.number("init_ms"), case.number("memory_mb"), "cold starts", mean=True
    )
    return Weighed("nothing", (*warm, init), None, _missed(case, case.number("init_ms")))


def _smaller(case: Case, warm: tuple[Line, Line]) -> Weighed:
    init = case.number("init_ms") * (1 - case.number("init_reduction"))
    line = durations(case.function(), _cold(case), init, case.number("memory_mb"), "shorter cold starts", mean=True)
    return Weighed("smaller_package", (*warm, line), None, _missed(case, init))


def _snapstart(case: Case, warm: tuple[Line, Line]) -> Weighed:
    gigabytes, runtime = case.number("memory_mb") / 1024, case.text("runtime")
    lines = [
        *warm,
        durations(
            case.function(), _cold(case), case.number("restore_ms"), case.number("memory_mb"), "restores", mean=True
        ),
    ]
    if runtime.startswith("java"):
        lines.append(Line("cache and restores are free for Java"))
    else:
        cache, restore = case.price("snapstart", "cache_gb_second"), case.price("snapstart", "restore_gb")
        lines += [
            at_price(gigabytes * MONTH_SECONDS, "GB-seconds of one version cached", cache),
            at_price(_cold(case) * gigabytes, "GB restored", restore),
        ]
    wrong = None
    if case.flag("snapstart_excluded"):
        wrong = Broken("it works with no EFS, container image, /tmp over 512 MB or tenant isolation")
    elif not runtimes()[runtime].snapstart:
        wrong = Broken(f"{runtime} has no SnapStart: Java 11, Python 3.12 and .NET 8 and later have")
    return Weighed("snapstart", tuple(lines), wrong, _missed(case, case.number("restore_ms")))


def _provisioned(case: Case) -> Weighed:
    at, memory = case.function(), case.number("memory_mb")
    kept = math.ceil(case.whole("peak_concurrency") * (1 + case.limit("lambda.provisioned_concurrency.margin")))
    count = case.number("monthly_invocations")
    lines = (
        kept_warm(at, kept, memory, "the peak and 10%"),
        warm_durations(at, count, case.number("duration_ms"), memory),
        requests(at, count),
    )
    return Weighed("provisioned_concurrency", lines)
