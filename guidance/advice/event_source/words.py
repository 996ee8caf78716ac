"""The sentences of the advice."""

from __future__ import annotations

from guidance.advice.event_source.legal import ranges
from guidance.advice.event_source.model import Objective, Settings, Source
from guidance.advice.event_source.request import Candidate, Check, Request

_BEST = {
    Objective.COST: "the cheapest",
    Objective.LATENCY: "the fastest",
    Objective.BALANCED: "the best balance of cost and latency (cost times the square root of the 95th percentile)",
}
_SAME = 0.05
"""Differences that are not worth a deployment."""
_PROVEN = {
    Source.SQS: "The simulator of standard queues agrees with queueing theory and with published measurements of scaling and "
    "errors; batching windows and provisioned mode follow the documentation but were not measured.",
    Source.SQS_FIFO: "FIFO queues are simulated as documented (one batch at a time for each message group); no published "
    "measurements were found to hold that against.",
}
_UNPROVEN = (
    "{name} is simulated as documented; no published measurements were found to check that by: try it under load."
)


def settings_told(source: Source, settings: Settings) -> str:
    """The settings that were chosen, in one line."""
    parts = [f"batch_size {settings.batch_size:,}"]
    if "maximum_batching_window_seconds" in ranges(source):
        parts.append(f"window {settings.maximum_batching_window_seconds:g} s")
    if settings.provisioned:
        parts.append(f"provisioned pollers {settings.minimum_pollers} to {settings.maximum_pollers}")
    elif source.queue:
        parts.append(
            f"maximum_concurrency {settings.maximum_concurrency}"
            if settings.maximum_concurrency
            else "no maximum concurrency"
        )
    if source.stream:
        parts.append(f"parallelization_factor {settings.parallelization_factor}")
    return ", ".join(parts)


def reason(request: Request, candidate: Candidate, checks: tuple[Check, ...], explored: int, *, unheld: bool) -> str:
    """Why these settings."""
    failed = [each.name for each in checks if not each.holds]
    outcome = candidate.outcome
    said = (
        f"{_BEST[request.objective].capitalize()} that holds the constraints, of {explored} settings simulated: "
        f"{outcome.p95_latency_seconds:.3g} s at the 95th percentile, ${candidate.cost.total:,.2f} a month."
    )
    if unheld:
        return f"{said} Over the whole trace that breaks a constraint that its busiest minutes hold; nothing tried was better."
    if failed:
        return f"{said} It does not hold them under {' and '.join(failed)}; no setting tried does."
    return f"{said} It also holds them at a quarter and twice the traffic and at three times the errors."


def same(current: Candidate, recommended: Candidate, *, faults: bool) -> str:
    """That the present settings do as well, where they do; empty where they do not."""
    pairs = (
        (current.outcome.p95_latency_seconds, recommended.outcome.p95_latency_seconds),
        (current.cost.total, recommended.cost.total),
    )
    if current.outcome.left or any(abs(now - then) > _SAME * then for now, then in pairs):
        return ""
    wanted = "change them for what is wrong now" if faults else "there is no need to change them"
    return f" The present settings come to the same within {_SAME:.0%}: {wanted}."


def proven(source: Source) -> str:
    """How far the simulation was checked against reality."""
    names = {
        Source.KINESIS: "Kinesis",
        Source.DYNAMODB: "A DynamoDB stream",
        Source.MSK: "Kafka on MSK",
        Source.KAFKA: "Kafka",
    }
    return _PROVEN.get(source) or _UNPROVEN.format(name=names[source])


def default_limit(seconds: float) -> str:
    """What was assumed where no latency was asked for."""
    return f"No p95_latency_seconds was given: {seconds:g} s was assumed, or waiting for ever would be cheapest. Give yours."


def unmet_latency(source: Source, request: Request, limit: float, nearest: Settings, latency: float) -> str:
    """No settings are fast enough."""
    ways = ["shorten the function's duration or cold start"]
    if request.constraints.max_concurrency is not None or request.constraints.downstream_per_second is not None:
        ways.append("lift max_concurrency or downstream_per_second")
    return (
        f"No settings hold p95_latency_seconds {limit:g}: the nearest, {settings_told(source, nearest)}, come to "
        f"{latency:.3g} s in the busiest minutes. Allow {rounded_up(latency):g}, or {', or '.join(ways)}."
    )


def unmet_blocked(source: Source, limit: float, nearest: Settings, latency: float, left: int) -> str:
    """Failures block what is ordered behind them for longer than the limit."""
    waiting = f" with {left:,} still waiting at the end" if left else ""
    shorter = "a shorter function timeout, and with it visibility timeout" if source.queue else "fewer retries"
    return (
        f"No settings hold p95_latency_seconds {limit:g}: a message that fails blocks what is ordered behind it while it is "
        f"retried. The nearest, {settings_told(source, nearest)}, come to {latency:.3g} s in the busiest minutes{waiting}. Catch "
        f"in the function what always fails and set it aside there, spread messages over more keys, or take {shorter}."
    )


def unmet_throughput(source: Source, nearest: Settings, rate: float, needed: float, room: int) -> str:
    """No settings keep up."""
    return (
        f"No settings keep up: {rate:,.3g} messages a second need about {needed:,.0f} invocations at a time, and at most "
        f"{room:,} are possible here. The nearest is {settings_told(source, nearest)}: raise that limit to {needed * 1.2:,.0f}, "
        "or make the function faster."
    )


def unmet_cap(name: str, given: float, needed: float, why: str) -> str:
    """A cap below what any settings can keep to."""
    return f"No settings hold {name} {given:g}: {why}. The nearest that can be held is {needed:g}."


def rounded_up(value: float) -> float:
    """Two digits, never less."""
    text = f"{value * 1.05:.1e}"
    return float(text)
