"""What is known after measuring: the prior's curves weighed by how well they explain the measurements, and draws from them.

For one level of noise, log durations are normal: a constant nobody knows, the curve, a smooth drift, noise. So each curve's
likelihood is a quadratic form in a small matrix shared by all curves of the level, and a prediction is a linear regression.
"""

from __future__ import annotations

import functools
import itertools
import math
import random
from bisect import bisect_left
from dataclasses import dataclass
from typing import NamedTuple

from guidance.advice.memory.prior import Level, Prior

FREE = 25.0
"""Variance of the constant: any duration is as likely as any other."""
TICK_MS = 0.6
"""How much a mean wobbles whatever its length, by scheduling and rounding."""
CPU_ERROR = 0.2
"""Standard deviation of log CPU time against the curve's: a CFS emulation was right within 16 to 23 %."""
KEEP = 1e-4
"""Curves whose weight is below this part of the best are dropped."""

Matrix = list[list[float]]


class Point(NamedTuple):
    """A measured size."""

    memory_mb: int
    log_ms: float
    variance: float
    """Of `log_ms`, as its own samples tell it."""
    log_cpu_ms: float | None = None
    """CPU time an invocation, where known."""


class Mode(NamedTuple):
    """One curve at one level of noise, and how likely it is."""

    level: int
    shape: int
    weight: float


@dataclass(frozen=True, eq=False)
class Posterior:
    """The modes, and per level the inverse covariance of the measurements."""

    prior: Prior
    points: tuple[Point, ...]
    modes: tuple[Mode, ...]
    inverses: tuple[Matrix, ...]


def posterior(points: tuple[Point, ...], prior: Prior) -> Posterior:
    """Weigh the prior's curves by the measurements."""
    points = tuple(sorted(points))
    columns = [prior.at(point.memory_mb) for point in points]
    base = _log_prior(points, columns, prior)
    residuals = [[point.log_ms - value for value in column] for point, column in zip(points, columns, strict=True)]
    inverses: list[Matrix] = []
    scores: list[list[float]] = []
    for level in prior.levels:
        inverse, log_determinant = invert(covariance(points, level, prior.reach))
        inverses.append(inverse)
        start = math.log(level.weight) - 0.5 * log_determinant
        scores.append(quadratic([start + each for each in base], residuals, inverse))
    floor = max(map(max, scores)) + math.log(KEEP)
    kept = [
        (number, shape, math.exp(score - floor))
        for number, row in enumerate(scores)
        for shape, score in enumerate(row)
        if score > floor
    ]
    total = math.fsum(weight for _, _, weight in kept)
    modes = tuple(Mode(number, shape, weight / total) for number, shape, weight in kept)
    return Posterior(prior, points, modes, tuple(inverses))


def _log_prior(points: tuple[Point, ...], columns: Matrix, prior: Prior) -> list[float]:
    """Each curve's log weight for a function of this length that uses this much CPU time."""
    fastest = math.exp(min(point.log_ms for point in points))
    base = [math.log(weight) for weight in prior.for_duration(fastest)]
    for point, column in zip(points, columns, strict=True):
        if point.log_cpu_ms is None:
            continue
        used = point.log_cpu_ms - point.log_ms
        for number, (shape, relative) in enumerate(zip(prior.shapes, column, strict=True)):
            expected = math.log(shape.cpu_share + 0.01) - relative
            base[number] -= 0.5 * min(((used - expected) / CPU_ERROR) ** 2, 18.0)
    return base


def covariance(points: tuple[Point, ...], level: Level, reach: float) -> Matrix:
    """Of the log durations at these sizes, around any curve."""
    return [
        [
            FREE
            + level.drift**2 * alike(one.memory_mb, other.memory_mb, reach)
            + (level.noise**2 + one.variance + tick(one.log_ms) if one is other else 0.0)
            for other in points
        ]
        for one in points
    ]


def tick(log_ms: float) -> float:
    """Variance of log duration from a wobble of TICK_MS."""
    return min(TICK_MS * math.exp(-log_ms), 0.3) ** 2


def alike(one: int, other: int, reach: float) -> float:
    """How much of the drift two sizes share."""
    return math.exp(-0.5 * (math.log2(one / other) / reach) ** 2)


def quadratic(start: list[float], residuals: Matrix, inverse: Matrix) -> list[float]:
    """Each curve's log likelihood: the quadratic form, all curves at once because that is what plain Python is quick at."""
    if len(residuals) == 2:
        (p, q), (_, r) = (row[:2] for row in inverse)
        return [s - 0.5 * (p * a * a + r * b * b) - q * a * b for s, a, b in zip(start, *residuals, strict=True)]
    if len(residuals) == 3:
        (p, q, r), (_, u, v), (_, _, w) = inverse
        return [
            s - 0.5 * (p * a * a + u * b * b + w * c * c) - a * (q * b + r * c) - v * b * c
            for s, a, b, c in zip(start, *residuals, strict=True)
        ]
    total = start
    for i, one in enumerate(residuals):
        half = -0.5 * inverse[i][i]
        total = [so_far + half * a * a for so_far, a in zip(total, one, strict=True)]
        for j in range(i):
            cross = -inverse[i][j]
            total = [so_far + cross * a * b for so_far, a, b in zip(total, one, residuals[j], strict=True)]
    return total


def invert(matrix: Matrix) -> tuple[Matrix, float]:
    """Inverse and log determinant of a small positive definite matrix, by Gauss-Jordan."""
    size = len(matrix)
    work = [[*row, *(1.0 if i == j else 0.0 for j in range(size))] for i, row in enumerate(matrix)]
    log_determinant = 0.0
    for i in range(size):
        pivot = work[i][i]
        log_determinant += math.log(pivot)
        work[i] = [value / pivot for value in work[i]]
        for j in range(size):
            if j != i and work[j][i]:
                factor = work[j][i]
                work[j] = [value - factor * other for value, other in zip(work[j], work[i], strict=True)]
    return [row[size:] for row in work], log_determinant


def cholesky(matrix: Matrix) -> Matrix:
    """Lower triangle whose square is the matrix."""
    lower: Matrix = []
    for i, row in enumerate(matrix):
        line: list[float] = []
        for j in range(i):
            done = sum(a * b for a, b in zip(line, lower[j], strict=False))
            line.append((row[j] - done) / lower[j][j])
        line.append(math.sqrt(max(row[i] - sum(a * a for a in line), 1e-12)))
        lower.append(line)
    return lower


def draw(post: Posterior, sizes: tuple[int, ...], count: int) -> Matrix:
    """`count` equally likely log durations at each size: one list per size. Measured sizes vary by their samples alone."""
    measured = {point.memory_mb: point for point in post.points}
    unknown = tuple(size for size in sizes if size not in measured)
    normals = _normals(len(sizes), count)
    columns: dict[int, list[float]] = dict(zip(unknown, _draw_unknown(post, unknown, normals, count), strict=True))
    for number, size in enumerate(size for size in sizes if size in measured):
        deviation = math.sqrt(measured[size].variance)
        columns[size] = [measured[size].log_ms + deviation * z for z in normals[-1 - number]]
    return [columns[size] for size in sizes]


def _draw_unknown(post: Posterior, sizes: tuple[int, ...], normals: Matrix, count: int) -> Matrix:
    """Each draw is a curve, plus what the measurements say of its drift, plus chance that neighbouring sizes share."""
    if not sizes:
        return []
    prior = post.prior
    plans = [_plan(post, number, sizes) for number in range(len(prior.levels))]
    at_points = [prior.at(point.memory_mb) for point in post.points]
    logs = [point.log_ms for point in post.points]
    chosen = _systematic(post.modes, count)
    shapes, levels = [mode.shape for mode in chosen], [mode.level for mode in chosen]
    residuals = [[log - column[shape] for shape in shapes] for log, column in zip(logs, at_points, strict=True)]
    drawn = []
    for number, size in enumerate(sizes):
        column = prior.at(size)
        total = [column[shape] for shape in shapes]
        for i, row in enumerate(residuals):
            gains = [plan.gains[number][i] for plan in plans]
            total = [value + gains[level] * a for value, level, a in zip(total, levels, row, strict=True)]
        for i in range(number + 1):
            spreads = [plan.lower[number][i] for plan in plans]
            total = [value + spreads[level] * z for value, level, z in zip(total, levels, normals[i], strict=True)]
        drawn.append(total)
    return drawn


class _Plan(NamedTuple):
    """How one level predicts sizes from the measurements' residuals."""

    gains: Matrix
    lower: Matrix


def _plan(post: Posterior, number: int, sizes: tuple[int, ...]) -> _Plan:
    level, inverse, reach = post.prior.levels[number], post.inverses[number], post.prior.reach

    def shared(one: int, other: int) -> float:
        return FREE + level.drift**2 * alike(one, other, reach)

    cross = [[shared(size, point.memory_mb) for point in post.points] for size in sizes]
    gains = [[sum(a * b for a, b in zip(row, column, strict=True)) for column in inverse] for row in cross]
    own = level.noise**2 + tick(min(point.log_ms for point in post.points))
    covariance = [
        [
            shared(one, other) - sum(a * b for a, b in zip(gains[i], cross[j], strict=True)) + (own if i == j else 0.0)
            for j, other in enumerate(sizes)
        ]
        for i, one in enumerate(sizes)
    ]
    return _Plan(gains, cholesky(covariance))


def _systematic(modes: tuple[Mode, ...], count: int) -> list[Mode]:
    """`count` modes in proportion to their weights, evenly spaced; shuffled, so that they do not go with the normals."""
    ends = list(itertools.accumulate(mode.weight for mode in modes))
    last = len(modes) - 1
    chosen = [modes[min(bisect_left(ends, (number + 0.5) / count * ends[-1]), last)] for number in range(count)]
    return [chosen[i] for i in _order(count)]


@functools.cache
def _normals(columns: int, count: int) -> Matrix:
    """Standard normals, the same in every process, each column evenly spread."""
    spread = [_quantile((i + 0.5) / count) for i in range(count)]
    source = random.Random(1769)  # noqa: S311 - no secret: the same answer every time
    return [source.sample(spread, count) for _ in range(columns)]


def _quantile(probability: float) -> float:
    """Of the standard normal, by halving; `statistics` would take longer to import than this takes for all."""
    low, high = -6.0, 6.0
    for _ in range(36):
        middle = (low + high) / 2
        if 0.5 * math.erfc(-middle * 0.7071067811865476) < probability:
            low = middle
        else:
            high = middle
    return (low + high) / 2


@functools.cache
def _order(count: int) -> list[int]:
    return random.Random(512).sample(range(count), count)  # noqa: S311 - no secret: the same answer every time
