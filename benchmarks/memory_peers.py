"""What else picks a memory size, on the same functions: Power Tuning, Gaussian-process search, Parrotfish, a fixed size.

Each is our own reading of a published description: Gaussian-process search as in COSE (INFOCOM 2020), Parrotfish as in its paper
(SoCC 2023); neither has parts that know Lambda. Sizes are the function's own, measured ones count as measured.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import NormalDist

from benchmarks.memory_prior import Function
from guidance.advice.memory import Architecture, Objective
from guidance.advice.memory.decide import Goal, scores
from guidance.advice.memory.posterior import invert
from guidance.advice.memory.pricing import prices


@dataclass(frozen=True)
class Pick:
    """What a method measured and chose."""

    measured: tuple[int, ...]
    chosen: int


Method = Callable[[Function, Objective], Pick]


def _scores(each: Function, objective: Objective, durations: Sequence[float]) -> list[float]:
    goal = Goal(objective, 0.5, prices("us-east-1", Architecture.X86_64).power_tuning_cost)
    return scores(goal, each.sizes, durations)


def _least(each: Function, objective: Objective, durations: Sequence[float]) -> int:
    values = _scores(each, objective, durations)
    return each.sizes[values.index(min(values))]


def power_tuning(each: Function, objective: Objective) -> Pick:
    """Every size measured."""
    return Pick(each.sizes, _least(each, objective, [each.durations[size] for size in each.sizes]))


def always(memory_mb: int) -> Method:
    """One size for everything, or the function's nearest."""
    return lambda each, _: Pick((), min(each.sizes, key=lambda size: abs(math.log(size / memory_mb))))


def gaussian_process(count: int) -> Method:
    """Smallest, middle and largest size, then by expected improvement of the objective."""

    def method(each: Function, objective: Objective) -> Pick:
        sizes = each.sizes
        measured = [sizes[0], sizes[len(sizes) // 2], sizes[-1]]
        while len(measured) < min(count, len(sizes)):
            measured.append(_improving(each, objective, measured))
        means, _ = _process(measured, [math.log(each.durations[size]) for size in measured], sizes)
        known = [
            each.durations[size] if size in measured else math.exp(mean)
            for size, mean in zip(sizes, means, strict=True)
        ]
        return Pick(tuple(measured), _least(each, objective, known))

    return method


def _improving(each: Function, objective: Objective, measured: list[int]) -> int:
    """The unmeasured size with the largest expected improvement, the objective being normal in log duration."""
    sizes = each.sizes
    means, deviations = _process(measured, [math.log(each.durations[size]) for size in measured], sizes)
    likely = [
        each.durations[size] if size in measured else math.exp(mean) for size, mean in zip(sizes, means, strict=True)
    ]
    values = _scores(each, objective, likely)
    best = min(value for size, value in zip(sizes, values, strict=True) if size in measured)
    gains = {}
    for size, value, deviation in zip(sizes, values, deviations, strict=True):
        if size not in measured:
            spread = max(deviation * value, 1e-12)
            z = (best - value) / spread
            gains[size] = spread * (z * NormalDist().cdf(z) + NormalDist().pdf(z))
    return max(gains, key=gains.__getitem__)


def _process(at: Sequence[int], values: Sequence[float], sizes: Sequence[int]) -> tuple[list[float], list[float]]:
    """Mean and deviation at each size; the length of the squared exponential by marginal likelihood."""
    centre = sum(values) / len(values)
    spread = max(sum((value - centre) ** 2 for value in values) / len(values), 1e-4)
    rest = [value - centre for value in values]
    best: tuple[float, list[float], list[float]] | None = None
    for length in (0.5, 1.0, 2.0, 4.0):

        def alike(one: int, other: int, length: float = length) -> float:
            return spread * math.exp(-0.5 * (math.log2(one / other) / length) ** 2)

        inverse, log_determinant = invert([[alike(a, b) + (4e-4 if a == b else 0.0) for b in at] for a in at])
        weights = [sum(x * y for x, y in zip(row, rest, strict=True)) for row in inverse]
        score = -0.5 * (log_determinant + sum(x * y for x, y in zip(weights, rest, strict=True)))
        if best is None or score > best[0]:
            means, deviations = [], []
            for size in sizes:
                cross = [alike(size, other) for other in at]
                means.append(centre + sum(x * y for x, y in zip(cross, weights, strict=True)))
                gone = sum(
                    x * sum(y * z for y, z in zip(row, cross, strict=True))
                    for x, row in zip(cross, inverse, strict=True)
                )
                deviations.append(math.sqrt(max(spread - gone, 0.0)))
            best = (score, means, deviations)
    assert best is not None
    return best[1], best[2]


def parrotfish(each: Function, objective: Objective) -> Pick:
    """T = a0 + a1 exp(-m / a2); where cost times what is known already is least, measure; until enough is known there."""
    sizes = each.sizes
    third = min(sizes, key=lambda size: abs(size - (sizes[0] + (sizes[-1] - sizes[0]) / 3)))
    taken = [sizes[0], third, sizes[-1]]
    for _ in range(20):
        curve = _exponential(sorted(set(taken)), each)
        cost = {size: curve(size) * size for size in sizes}
        known = {size: sum(math.exp(-0.5 * ((size - other) / 200) ** 2) for other in taken) for size in sizes}
        following = min(sizes, key=lambda size: cost[size] * known[size])
        if known[min(sizes, key=cost.__getitem__)] > 2:
            break
        taken.append(following)
    return Pick(tuple(sorted(set(taken))), _least(each, objective, [curve(size) for size in sizes]))


def _exponential(at: Sequence[int], each: Function) -> Callable[[float], float]:
    """Least squares, the decay by search; neither part below zero."""
    values = [each.durations[size] for size in at]
    found = (math.inf, 0.0, 0.0, 1.0)
    for step in range(120):
        decay = 30 * 1.06**step
        basis = [math.exp(-size / decay) for size in at]
        count, sb, sbb = len(at), sum(basis), sum(b * b for b in basis)
        sv, sbv = sum(values), sum(b * v for b, v in zip(basis, values, strict=True))
        determinant = count * sbb - sb * sb
        if determinant < 1e-12:
            continue
        slope = max(0.0, (count * sbv - sb * sv) / determinant)
        level = max(0.0, (sv - slope * sb) / count)
        error = sum((v - level - slope * b) ** 2 for b, v in zip(basis, values, strict=True))
        found = min(found, (error, level, slope, decay))
    _, level, slope, decay = found
    return lambda size: max(level + slope * math.exp(-size / decay), 1e-6)


METHODS: dict[str, Method] = {
    "Power Tuning, every size": power_tuning,
    "Gaussian process, 3 sizes": gaussian_process(3),
    "Gaussian process, 5 sizes": gaussian_process(5),
    "Parrotfish (made for cost)": parrotfish,
    "always 1,024 MB": always(1024),
}
