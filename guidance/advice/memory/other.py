"""The recommended size on the other architecture: its price, and its duration where somebody measured it."""

from __future__ import annotations

from guidance.advice.memory.model import (
    Architecture,
    ArchitectureComparison,
    Request,
    SamplesError,
)
from guidance.advice.memory.pricing import prices
from guidance.advice.memory.samples import Sized, pooled


def compare(request: Request, memory_mb: int, duration_ms: float) -> ArchitectureComparison:
    """What an invocation of this size costs on the other architecture."""
    here = request.architecture
    there = Architecture.ARM64 if here is Architecture.X86_64 else Architecture.X86_64
    own, other = prices(request.region, here), prices(request.region, there)
    measured = _measured(request, there, memory_mb)
    duration = measured.mean_ms if measured else duration_ms
    provisioned = bool(request.provisioned_concurrency)
    now = own.invocation(memory_mb, duration_ms, provisioned=provisioned)
    then = other.invocation(memory_mb, duration, provisioned=provisioned)
    slower = 100 * (own.gb_second / other.gb_second - 1)
    change = 100 * (then / now - 1)
    if measured:
        note = f"Measured on {there.value}: {change:+.0f} % cost at {duration:,.1f} ms."
    elif slower > 0:
        note = (
            f"{there.value} costs {-change:.0f} % less at the same duration, and stays cheaper while it is less than"
            f" {slower:.0f} % slower. Measure it there before moving."
        )
    else:
        note = (
            f"{there.value} costs {change:.0f} % more at the same duration, and pays only when it is more than"
            f" {-slower:.0f} % faster. Measure it there before moving."
        )
    return ArchitectureComparison(
        architecture=there,
        basis="measured" if measured else "predicted",
        duration_ms=duration,
        cost_per_million_usd=then * 1e6,
        break_even_slowdown_percent=slower,
        note=note,
    )


def _measured(request: Request, there: Architecture, memory_mb: int) -> Sized | None:
    try:
        sizes, _ = pooled(request.measurements, there, request.architecture, 32_768)
    except SamplesError:
        return None
    return next((size for size in sizes if size.memory_mb == memory_mb), None)
