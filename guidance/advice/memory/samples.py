"""From measurements as given to one mean per size with its noise: pooled, trimmed as Power Tuning trims, refused when too few."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from guidance.advice.memory.model import Architecture, Measurement, MeasurementError, SamplesError
from guidance.advice.memory.posterior import Point

TRIM = 0.2
"""Part of the samples dropped at each end: Power Tuning's `discardTopBottom`."""
LEAST = 5
"""Fewest invocations a size may have; below, trimming has nothing to trim (Power Tuning refuses them too)."""
ENOUGH = 30
"""From here on the 95th percentile and the noise are more than a guess."""
WANTED_ERROR = 0.05
"""Standard error of the mean, relative, that a refused size has to reach."""
WORST_ERROR = 0.15
"""Relative standard error beyond which a size is refused."""
UNKNOWN_ERROR = 0.01
"""Standard error shown where the spread is not known: less than any curve strays, so that measuring never looks worse."""
TENTH = 1.2815515655446004
"""The standard normal's upper tenth: both tenths cut off leave 80 %."""
MOST_SIZES = 64
"""More measured sizes than Power Tuning can be asked for (46); the arithmetic grows with their cube."""
LONGEST_MS = 5_400_000.0
"""The longest timeout there is: 90 minutes, on Managed Instances (quotas: `lambda.timeout.maximum_managed_instances`)."""


@dataclass(frozen=True, slots=True)
class Sized:
    """One memory size, measured."""

    memory_mb: int
    mean_ms: float
    error: float | None
    """Relative standard error of the mean; None when the spread is not known."""
    n: int | None
    p95_ms: float | None
    cpu_ms: float | None
    max_memory_used_mb: float | None

    def point(self) -> Point:
        """As the posterior takes it."""
        cpu = math.log(self.cpu_ms) if self.cpu_ms else None
        return Point(self.memory_mb, math.log(self.mean_ms), (self.error or 0.0) ** 2, cpu)

    def interval(self) -> tuple[float, float]:
        """The mean's 80 % interval."""
        factor = math.exp(TENTH * max(self.error or UNKNOWN_ERROR, 1e-4))
        return self.mean_ms / factor, self.mean_ms * factor


def pooled(
    measurements: Sequence[Measurement], architecture: Architecture, default: Architecture, most_mb: int
) -> tuple[list[Sized], list[str]]:
    """The sizes measured on one architecture, ascending, and warnings.

    Raises:
        MeasurementError: when one of the measurements, of whatever architecture, cannot be one.
        SamplesError: when there are sizes, and every one has too few or too noisy samples.

    """
    groups: dict[int, list[Measurement]] = {}
    for each in measurements:
        _check(each, most_mb)
        if (each.architecture or default) is architecture:
            groups.setdefault(each.memory_mb, []).append(each)
    if len(groups) > MOST_SIZES:
        raise MeasurementError(f"{len(groups):,} memory sizes were measured: at most {MOST_SIZES} can be taken in.")
    sizes = [_pool(groups[memory]) for memory in sorted(groups)]
    needed = {size.memory_mb: count for size in sizes if (count := _needed(size))}
    good = [size for size in sizes if size.memory_mb not in needed]
    if sizes and not good:
        raise SamplesError(f"No size has enough samples: {_wants(sizes, needed)}.", needed)
    warnings = [f"Left out: {_wants(sizes, needed)}."] if needed else []
    few = [f"{size.memory_mb:,} MB ({size.n})" for size in good if size.n is not None and size.n < ENOUGH]
    if few:
        warnings.append(
            f"Fewer than {ENOUGH} invocations at {', '.join(few)}: two runs of so few often differ by 10 %."
        )
    if any(size.n is None for size in good):
        warnings.append("The number of invocations is not known for every size; the noise is taken from experience.")
    return good, warnings


def trimmed_mean(values: Sequence[float]) -> float:
    """Power Tuning's average: a fifth dropped at each end, summed in order (its last digit depends on that)."""
    ordered = sorted(values)
    cut = int(len(ordered) * TRIM)
    total = 0.0
    for value in ordered[cut : len(ordered) - cut]:
        total += value
    return total / (len(ordered) - 2 * cut)


def _check(each: Measurement, most_mb: int) -> None:
    if not 128 <= each.memory_mb <= most_mb:
        raise MeasurementError(f"A memory size of {each.memory_mb:,} MB does not exist: 128 to {most_mb:,} MB do.")
    if not each.durations_ms and each.duration_ms is None:
        raise MeasurementError(f"The measurement at {each.memory_mb:,} MB has neither durations_ms nor duration_ms.")
    for name, values in (
        ("durations_ms", each.durations_ms),
        ("duration_ms", () if each.duration_ms is None else (each.duration_ms,)),
        ("p95_ms", () if each.p95_ms is None else (each.p95_ms,)),
        ("cpu_ms", () if each.cpu_ms is None else (each.cpu_ms,)),
        ("max_memory_used_mb", () if each.max_memory_used_mb is None else (each.max_memory_used_mb,)),
    ):
        for value in values:
            if not (math.isfinite(value) and 0 < value <= LONGEST_MS):
                raise MeasurementError(
                    f"{name} at {each.memory_mb:,} MB has {value!r}: it has to be above 0"
                    f" and at most {LONGEST_MS:,.0f} (milliseconds for durations, MB for memory)."
                )
    if each.n is not None and each.n < 1:
        raise MeasurementError(f"n at {each.memory_mb:,} MB is {each.n}: it counts invocations, 1 or more.")
    if each.stdev_ms is not None and not (math.isfinite(each.stdev_ms) and each.stdev_ms >= 0):
        raise MeasurementError(f"stdev_ms at {each.memory_mb:,} MB is {each.stdev_ms!r}: it has to be 0 or more.")


def _pool(group: list[Measurement]) -> Sized:
    """One size: all single samples together; means weighted by how many invocations they stand for."""
    samples = [value for each in group for value in each.durations_ms]
    summaries = [each for each in group if not each.durations_ms]
    cpu = [(each.cpu_ms, _count(each)) for each in group if each.cpu_ms is not None]
    used = [each.max_memory_used_mb for each in group if each.max_memory_used_mb is not None]
    parts = [_summary(each) for each in summaries] + ([_sampled(samples)] if samples else [])
    weight = math.fsum(part.weight for part in parts)
    mean = parts[0].mean if len(parts) == 1 else math.fsum(part.mean * part.weight for part in parts) / weight
    counts = [part.n for part in parts]
    variances = [part.variance for part in parts]
    error = None
    if all(variance is not None for variance in variances):
        pooled_variance = math.fsum((v or 0.0) * part.weight**2 for v, part in zip(variances, parts, strict=True))
        error = math.sqrt(pooled_variance) / weight / mean
    tails = [part.p95 for part in parts if part.p95 is not None]
    return Sized(
        group[0].memory_mb,
        mean,
        error,
        None if None in counts else sum(count or 0 for count in counts),
        max(tails) if tails else None,
        math.fsum(value * count for value, count in cpu) / sum(count for _, count in cpu) if cpu else None,
        max(used) if used else None,
    )


@dataclass(frozen=True, slots=True)
class _Part:
    mean: float
    weight: float
    n: int | None
    variance: float | None
    """Of the mean, in square milliseconds."""
    p95: float | None


def _count(each: Measurement) -> int:
    return len(each.durations_ms) or each.n or 10


def _summary(each: Measurement) -> _Part:
    mean = each.duration_ms or 0.0
    variance = None if each.stdev_ms is None or each.n is None else each.stdev_ms**2 / each.n
    return _Part(mean, _count(each), each.n, variance, each.p95_ms)


def _sampled(samples: list[float]) -> _Part:
    """The trimmed mean, and its variance from the winsorised samples (Tukey and McLaughlin)."""
    ordered = sorted(samples)
    n, cut = len(ordered), int(len(ordered) * TRIM)
    variance = None
    if n > 2 * cut + 1:
        held = [min(max(value, ordered[cut]), ordered[n - 1 - cut]) for value in ordered]
        centre = math.fsum(held) / n
        spread = math.fsum((value - centre) ** 2 for value in held) / (n - 1)
        variance = spread / ((1 - 2 * cut / n) ** 2 * n)
    p95 = ordered[min(n - 1, math.ceil(0.95 * n) - 1)] if n >= ENOUGH else None
    return _Part(trimmed_mean(samples), n, n, variance, p95)


def _needed(size: Sized) -> int | None:
    """How many invocations the size needs; None when it has enough."""
    n = size.n if size.n is not None else 10
    if size.error is not None and size.error > WORST_ERROR and n >= LEAST:
        return math.ceil(n * (size.error / WANTED_ERROR) ** 2)
    return 10 if n < LEAST else None


def _wants(sizes: list[Sized], needed: dict[int, int]) -> str:
    words = []
    for size in sizes:
        if size.memory_mb in needed:
            why = (
                f"has {size.n} of at least {LEAST}"
                if (size.n or LEAST) < LEAST
                else f"is uncertain by {100 * (size.error or 0):.0f} %"
            )
            words.append(f"{size.memory_mb:,} MB {why}: measure {needed[size.memory_mb]:,} invocations")
    return "; ".join(words)
