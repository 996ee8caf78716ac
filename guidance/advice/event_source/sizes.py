"""The function at other memory sizes: from a few measured durations, by the memory advice's curve."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from guidance.advice import memory
from guidance.advice.event_source.errors import EventSourceError
from guidance.advice.event_source.model import Function

MOST_SIZES = 6


@dataclass(frozen=True, slots=True)
class Sizes:
    """The function at each memory size that may be chosen, and what is to be said of it."""

    functions: dict[int, Function]
    notes: tuple[str, ...] = ()


def sizes(function: Function, durations: Mapping[int, float] | None, region: str) -> Sizes:
    """The function at the sizes in question; only as it is when durations are not given.

    Fixed and per-message time are taken to change with memory alike.

    Args:
        function: As it is now.
        durations: Milliseconds of one usual batch, by memory size.
        region: Whose prices the curve's advice uses.

    Raises:
        EventSourceError: when a duration or size cannot be one.

    """
    if not durations:
        return Sizes({function.memory_mb: function})
    request = memory.Request(
        measurements=tuple(
            memory.Measurement(memory_mb=size, duration_ms=duration, n=None)
            for size, duration in sorted(durations.items())
        ),
        architecture=memory.Architecture(function.architecture),
        region=region,
        compare_architectures=False,
    )
    try:
        found = memory.recommend(request)
    except memory.MemoryAdviceError as error:
        raise EventSourceError(f"function.durations_by_memory: {error}") from None
    if found.status == "measure_more":
        return Sizes(
            {function.memory_mb: function},
            (
                f"One memory size does not tell a curve: measure {found.next_measurement_mb:,} MB too to choose memory as well.",
            ),
        )
    if function.memory_mb not in {each.memory_mb for each in found.candidates}:
        said = f"function.memory_mb {function.memory_mb:,} is not among the sizes of durations_by_memory: memory was left alone."
        return Sizes({function.memory_mb: function}, (said,))
    return _along(function, found)


def _along(function: Function, found: memory.Recommendation) -> Sizes:
    """The function along the curve: at its own size, the recommended one, and those that cost about the same."""
    known = {each.memory_mb: each.duration_ms for each in found.candidates}
    now = known[function.memory_mb]
    near = sorted(known, key=lambda size: abs(known[size] * size - now * function.memory_mb))[:MOST_SIZES]
    chosen = sorted({*near, function.memory_mb, *(each for each in (found.recommended_mb,) if each)})
    functions = {
        size: replace(
            function,
            memory_mb=size,
            base_ms=function.base_ms * known[size] / now,
            per_message_ms=function.per_message_ms * known[size] / now,
        )
        for size in chosen
    }
    basis = ", ".join(f"{each.memory_mb:,} MB {each.basis}" for each in found.candidates if each.memory_mb in functions)
    return Sizes(functions, (f"Durations by memory: {basis}; fixed and per-message time are taken to change alike.",))
