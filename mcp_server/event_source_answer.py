"""Advice on an event source as a result of the tool."""

from __future__ import annotations

from typing import Any

from guidance.advice.event_source.model import Settings
from guidance.advice.event_source.request import Advice, Candidate
from guidance.advice.memory.pricing import MONTH_SECONDS
from mcp_server.event_source import About, Choice, EventSourceResult, Fault, Predicted, Tried


def answer(
    advice: Advice, notes: list[str], *, told: str = "", chart: bool = False, known: bool = True
) -> EventSourceResult:
    """Advice as a result.

    Args:
        advice: What was computed.
        notes: What was doubtful in what it rests on.
        told: Where the traffic and settings are from, in words.
        chart: Whether to draw it as a picture too.
        known: Whether the present settings were given or found; AWS's defaults stand in for them otherwise.

    """
    from guidance.advice.event_source.chart import chart_png, chart_text

    best, source, now = advice.recommended, advice.source, "now" if known else "defaults"
    return EventSourceResult(
        source=source.value,
        recommended=settings_data(advice, best.settings),
        queue=_queue(best) if source.queue else None,
        memory_mb=best.memory_mb,
        predicted=predicted(best, advice),
        current_predicted=predicted(advice.current, advice).model_dump(),
        reason=advice.reason,
        alternatives=_choices(advice),
        checks=[
            Tried(name=each.name, holds=each.holds, p95_latency_seconds=_round(each.p95_latency_seconds))
            for each in advice.checks
        ],
        findings=[
            Fault(id=each.id, severity=each.severity, message=each.message, practices=list(each.practices))
            for each in advice.findings
        ],
        template_patch=advice.template_patch,
        policy=dict(advice.policy),
        network=list(advice.network),
        assumptions=[
            *([f"Traffic: {told}."] if told else []), *advice.assumptions, *notes,
            f"Prices: {advice.prices}, without sending, storing and free tier; a month has 730 hours like these.",
        ],
        patch_notes=list(advice.patch_notes),
        seed=advice.seed,
        about=About(
            title=f" at {best.memory_mb:,} MB", diff=advice.template_patch.startswith("---"), chart=chart_text(advice, now),
            now=now, png=chart_png(advice, now) if chart else None,
        ),
    )  # fmt: skip


def _choices(advice: Advice) -> list[Choice]:
    return [
        Choice(
            name=each.name, settings=settings_data(advice, each.candidate.settings), memory_mb=each.candidate.memory_mb,
            p95_latency_seconds=_round(each.candidate.outcome.p95_latency_seconds),
            monthly_usd=round(each.candidate.cost.total, 2), holds=each.holds, fails=list(each.fails),
        )
        for each in advice.alternatives
    ]  # fmt: skip


def settings_data(advice: Advice, settings: Settings) -> dict[str, Any]:
    """A mapping's settings by this project's names, those that its source has; null is none."""
    source = advice.source
    found: dict[str, Any] = {"batch_size": settings.batch_size}
    if source.value != "sqs_fifo":
        found["maximum_batching_window_seconds"] = settings.maximum_batching_window_seconds
    if source.queue:
        found["maximum_concurrency"] = settings.maximum_concurrency
    if settings.provisioned:
        found |= {"minimum_pollers": settings.minimum_pollers, "maximum_pollers": settings.maximum_pollers}
    if source.stream:
        found["parallelization_factor"] = settings.parallelization_factor
    found["function_response_types"] = ["ReportBatchItemFailures"] if settings.report_batch_item_failures else []
    if source.stream or (source.kafka and settings.provisioned):
        found["bisect_batch_on_function_error"] = settings.bisect_batch_on_function_error
        found["maximum_retry_attempts"] = settings.maximum_retry_attempts
        found["maximum_record_age_seconds"] = settings.maximum_record_age_seconds
    if not source.queue:
        found["on_failure_destination"] = settings.on_failure_destination
    return found


def predicted(candidate: Candidate, advice: Advice) -> Predicted:
    """What a candidate came to, with digits that can be meant."""
    outcome, cost = candidate.outcome, candidate.cost
    per = 1e6 / max(1, outcome.arrived)
    parts = {
        "requests": cost.requests,
        "duration": cost.duration,
        "calls": cost.calls,
        "pollers": cost.pollers,
        "total": cost.total,
    }
    return Predicted(
        p50_latency_seconds=_round(outcome.p50_latency_seconds),
        p95_latency_seconds=_round(outcome.p95_latency_seconds),
        p99_latency_seconds=_round(outcome.p99_latency_seconds),
        max_backlog=outcome.max_backlog,
        drain_seconds=_round(outcome.drain_seconds),
        peak_concurrency=outcome.peak_concurrency,
        invocations_per_month=round(outcome.invocations * MONTH_SECONDS / advice.seconds),
        mean_batch=_round(outcome.mean_batch),
        dead_letters_per_million=_round(outcome.dead_letters * per),
        lost_per_million=_round(outcome.expired * per),
        reprocessed_per_million=_round(outcome.reprocessed * per),
        left=outcome.left,
        monthly_usd={name: round(value, 2) for name, value in parts.items()},
    )


def _queue(candidate: Candidate) -> dict[str, int | None]:
    queue = candidate.queue
    return {
        "visibility_timeout_seconds": queue.visibility_timeout_seconds,
        "max_receive_count": queue.max_receive_count,
        "message_retention_seconds": queue.message_retention_seconds,
    }


def _round(value: float) -> float:
    return float(f"{value:.3g}")
