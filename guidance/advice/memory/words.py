"""What the recommendation says to a person: the reason, why the next size, and what to be wary of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from guidance.advice.memory.model import Candidate, NextMeasurement, Objective, Request
from guidance.advice.memory.pricing import Prices
from guidance.advice.memory.samples import Sized

_BEST = {
    Objective.COST: "cheapest",
    Objective.SPEED: "fastest",
    Objective.BALANCED: "best balance of cost and duration",
}


def reason(
    request: Request, candidates: Sequence[Candidate], chosen: int | None, following: NextMeasurement | None
) -> str:
    """Why this size, or why none yet."""
    if chosen is None:
        size = following.memory_mb if following else 0
        return (
            "One size alone does not tell whether the function computes or waits, so any size named now would be a guess."
            f" Measure {size:,} MB next."
        )
    each = next(candidate for candidate in candidates if candidate.memory_mb == chosen)
    figures = f"({each.basis}: {each.duration_ms:,.1f} ms, ${each.cost_per_million_usd:,.2f} a million invocations)"
    ahead = min((other for other in candidates if other.feasible), key=lambda other: other.score)
    if ahead.score < each.score:
        better = 100 * (1 - ahead.score / each.score)
        said = (
            f"{chosen:,} MB is the surest to be near the {_BEST[request.objective]} {figures};"
            f" {ahead.memory_mb:,} MB, {ahead.basis}, looks {better:.1f} % better"
        )
    else:
        said = f"{chosen:,} MB is the {_BEST[request.objective]} {figures}"
    left_out = sum(not candidate.feasible for candidate in candidates)
    return said + (f"; {left_out} of {len(candidates)} sizes break a limit." if left_out else ".")


def why_next(memory_mb: int, gain: float, point: tuple[float, float, float], *, first: bool) -> str:
    """What the next measurement decides."""
    between = f"expected {point[1]:,.1f} to {point[2]:,.1f} ms"
    if first:
        return f"{memory_mb:,} MB tells most about whether more CPU helps ({between})."
    return f"{memory_mb:,} MB may change the choice: {100 * gain:.1f} % better is expected from knowing it ({between})."


def warnings(
    request: Request, candidates: Sequence[Candidate], chosen: int | None, price: Prices, measured: Mapping[int, Sized]
) -> list[str]:
    """What to be wary of."""
    found = []
    if price.region != request.region:
        found.append(
            f"Prices of {request.region[:40]} are not in the data (read {price.read}): those of {price.region} were used."
        )
    if request.max_latency_ms is not None and not any(size.p95_ms for size in measured.values()):
        found.append("max_latency_ms was held against the mean: the samples do not tell the 95th percentile.")
    if request.max_memory_used_mb is None and not any(size.max_memory_used_mb for size in measured.values()):
        found.append("The maximum memory used is not known: check it before going below the current size.")
    if request.provisioned_concurrency and not request.monthly_invocations:
        found.append("Without monthly_invocations the price of keeping provisioned concurrency is left out.")
    if request.managed_instances:
        found.append("Costs are those of on-demand Lambda; on Managed Instances the instances are what is paid.")
    if chosen is not None:
        found += _of_choice(request, candidates, chosen, min(measured))
    return found


def _of_choice(request: Request, candidates: Sequence[Candidate], chosen: int, smallest: int) -> list[str]:
    found = []
    each = next(candidate for candidate in candidates if candidate.memory_mb == chosen)
    if each.basis == "predicted" and chosen < smallest:
        found.append(
            f"{chosen:,} MB is below the smallest measured size, where durations rise faster than CPU falls: measure it first."
        )
    limit = request.max_latency_ms
    if limit is not None and each.basis == "predicted" and each.duration_high_ms > limit:
        found.append(f"{chosen:,} MB may miss max_latency_ms: up to {each.duration_high_ms:,.1f} ms is possible.")
    return found
