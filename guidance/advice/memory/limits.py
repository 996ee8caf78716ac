"""Which sizes hold every limit, and when none does, which limit to relax and to what."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from guidance.advice.memory.model import LimitsError, Relaxation, Request

HEADROOM = 1.2
"""Memory over the most ever used: what was measured is not the worst that comes."""
TIMEOUT_SHARE = 0.8
"""Part of the timeout that the slow end of durations may take."""
MOST_CANDIDATES = 80
"""Candidates that can be weighed against each other at once."""
LATENCY, COST, TIMEOUT, MEMORY = "max_latency_ms", "max_cost_per_million_usd", "timeout_seconds", "candidate_sizes_mb"
_UNIT = {LATENCY: "ms", COST: "USD", TIMEOUT: "s", MEMORY: "MB"}


@dataclass(frozen=True, slots=True)
class Size:
    """What the limits ask of one candidate."""

    memory_mb: int
    latency_ms: float
    """95th percentile where known, else the mean."""
    slow_ms: float
    """The slow end: upper end of the interval, times the samples' tail."""
    cost_per_million_usd: float


def broken(size: Size, request: Request, used_mb: float | None) -> dict[str, tuple[float, float]]:
    """The limits that a size breaks: each with what is given and what the size would need."""
    needs = {
        LATENCY: (request.max_latency_ms, size.latency_ms),
        COST: (request.max_cost_per_million_usd, size.cost_per_million_usd),
        TIMEOUT: (request.timeout_seconds, size.slow_ms / TIMEOUT_SHARE / 1000),
    }
    found = {name: (given, needed) for name, (given, needed) in needs.items() if given is not None and needed > given}
    if used_mb is not None and size.memory_mb < used_mb * HEADROOM:
        found[MEMORY] = (size.memory_mb, used_mb * HEADROOM)
    return found


def why_not(faults: Mapping[str, tuple[float, float]]) -> str | None:
    """The broken limits in words."""
    words = {
        LATENCY: "takes {needed:,.1f} ms, over max_latency_ms {given:,.1f}",
        COST: "costs ${needed:,.2f} a million, over max_cost_per_million_usd {given:,.2f}",
        TIMEOUT: "needs a timeout of {needed:,.1f} s to keep a fifth of it free, over timeout_seconds {given:,.0f}",
        MEMORY: "leaves less than 20 % above the memory used: at least {needed:,.0f} MB",
    }
    return "; ".join(words[name].format(given=given, needed=needed) for name, (given, needed) in faults.items()) or None


def refuse(faults: Mapping[int, Mapping[str, tuple[float, float]]]) -> LimitsError:
    """The error for limits that no size holds."""
    relax = _alone(faults) or _together(faults)
    joined = " or " if _alone(faults) else " and "
    advice = joined.join(
        f"{each.limit} {_moved(each)} {each.needed:,g} {_UNIT[each.limit]} ({each.memory_mb:,} MB then holds)"
        for each in relax
    )
    return LimitsError(f"No memory size holds every limit. Relax {advice}.", relax)


def _moved(each: Relaxation) -> str:
    if each.limit == MEMORY:
        return "to include"
    return f"from {each.given:,g} to"


def _alone(faults: Mapping[int, Mapping[str, tuple[float, float]]]) -> tuple[Relaxation, ...]:
    """Limits that, moved alone, let a size through: each by the size that moves it least."""
    found: dict[str, Relaxation] = {}
    for size, own in faults.items():
        if len(own) == 1:
            ((name, (given, needed)),) = own.items()
            if name not in found or needed < found[name].needed:
                found[name] = Relaxation(name, given, _rounded(name, needed), _holds(name, size, needed))
    return tuple(sorted(found.values(), key=lambda each: each.needed / each.given))


def _together(faults: Mapping[int, Mapping[str, tuple[float, float]]]) -> tuple[Relaxation, ...]:
    """All limits of the size that breaks them least."""
    size, own = min(faults.items(), key=lambda each: max(needed / given for given, needed in each[1].values()))
    return tuple(
        Relaxation(name, given, _rounded(name, needed), _holds(name, size, needed))
        for name, (given, needed) in own.items()
    )


def _holds(name: str, size: int, needed: float) -> int:
    return math.ceil(needed) if name == MEMORY else size


def _rounded(name: str, needed: float) -> float:
    """Up, to digits that a person would type."""
    if name == COST:
        return math.ceil(needed * 100) / 100
    return float(math.ceil(needed))


def check(request: Request, sizes: Sequence[int]) -> None:
    """Refuse limits that cannot be limits.

    Raises:
        LimitsError: naming the field.

    """
    for name in (LATENCY, COST, TIMEOUT, "max_memory_used_mb"):
        value = getattr(request, name)
        if value is not None and not (math.isfinite(value) and value > 0):
            raise LimitsError(f"{name} is {value!r}: it has to be above 0.", ())
    if not 0 <= request.balance <= 1:
        raise LimitsError(f"balance is {request.balance!r}: it goes from 0 (speed) to 1 (cost).", ())
    for name in ("monthly_invocations", "provisioned_concurrency"):
        value = getattr(request, name)
        if value is not None and value < 0:
            raise LimitsError(f"{name} is {value!r}: it has to be 0 or more.", ())
    if not sizes:
        raise LimitsError("candidate_sizes_mb is empty: name at least one memory size.", ())
    if len(sizes) > MOST_CANDIDATES:
        raise LimitsError(f"candidate_sizes_mb has {len(sizes):,} sizes: at most {MOST_CANDIDATES}.", ())
