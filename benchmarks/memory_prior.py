"""Fit the memory advice's prior: `python -m benchmarks.memory_prior FOLDER` writes `guidance/advice/memory/prior.json`.

FOLDER holds `lambda_memory.csv` (the development data). Each family of functions counts the same, however many it has.
Two steps of expectation-maximisation from a broad start, mixed with that start: more steps explain these families better
and others worse (held-out log likelihood: 1.01 after one step, 1.02 after two, 1.01 after five).
"""

from __future__ import annotations

import csv
import itertools
import json
import math
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from guidance.advice.memory.curve import Shape
from guidance.advice.memory.posterior import Point, covariance, invert, quadratic
from guidance.advice.memory.prior import FILE, Burst, Level, Prior

STANDARD_MB = {128, 256, 512, 1024, 1536, 1769, 2048, 3008, 4096, 5120, 6144, 7168, 8192, 9216, 10240}
"""Sizes that people choose; functions measured at none of the low ones count with what they have."""
CPU_SHARES = (0.02, 0.07, 0.2, 0.45, 0.75, 0.93, 1.0)
EXCESSES = (-0.08, 0.05, 0.25)
SQUEEZES = ((0.0, 0.7), (0.4, 0.3))
KNEES = ((0.1, 0.145, 0.2, 0.29, 0.4, 0.58, 0.8, 1.0), (1.7, 2.83, 5.8))
PARALLELS = (0.3, 1.0)
LEVELS = ((0.01, 0.03), (0.02, 0.06), (0.05, 0.08), (0.12, 0.15), (0.3, 0.25))
STEPS, BROAD = 2, 0.3


@dataclass(frozen=True)
class Function:
    """One function of the data."""

    source: str
    family: str
    name: str
    durations: dict[int, float]
    n: int | None
    cv: dict[int, float]

    @property
    def sizes(self) -> tuple[int, ...]:
        """Where it was measured."""
        return tuple(sorted(self.durations))


def functions(folder: Path) -> list[Function]:
    """The functions with at least four standard sizes over a factor of four."""
    found: dict[tuple[str, ...], list[dict[str, str]]] = {}
    with folder.joinpath("lambda_memory.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            key = tuple(row[name] for name in ("source", "family", "function", "arch", "state"))
            found.setdefault(key, []).append(row)
    every = [_function(key, rows) for key, rows in found.items()]
    return [each for each in every if len(each.sizes) >= 4 and each.sizes[-1] >= 4 * each.sizes[0]]


def _function(key: tuple[str, ...], rows: list[dict[str, str]]) -> Function:
    source, family, name, arch, state = key
    standard = [row for row in rows if int(row["memory_mb"]) in STANDARD_MB]
    if min(int(row["memory_mb"]) for row in rows) >= 1000:
        standard = rows
    count = rows[0]["n"].split("-")[0]
    return Function(
        source,
        family,
        f"{name} {arch} {state}",
        {int(row["memory_mb"]): float(row["duration_ms"]) for row in standard},
        int(count) if count.isdigit() and int(count) >= 5 else None,
        {int(row["memory_mb"]): float(row["cv"]) for row in standard if row["cv"]},
    )


def grid() -> Prior:
    """The broad start: each kind of knee and share of CPU about as likely, more than one vCPU a third of that."""
    shapes, weights = [Shape(0.0, 0.0, 1.0, 0.0)], [15.0]
    bends = [(knee, 0.0, 1.0) for knee in KNEES[0]] + [(1.2, 1.0, 0.35)]
    for share, excess in itertools.product(CPU_SHARES, EXCESSES):
        for (knee, parallel, weight), (squeeze, part) in itertools.product(bends, SQUEEZES):
            shapes.append(Shape(share, excess, knee, parallel, squeeze))
            weights.append(weight * part)
        for knee, parallel in itertools.product(KNEES[1], PARALLELS):
            shapes.append(Shape(share, excess, knee, parallel))
            weights.append(0.5)
    total = sum(weights)
    levels = tuple(Level(noise, drift, 1 / len(LEVELS)) for noise, drift in LEVELS)
    return Prior(tuple(shapes), tuple(weight / total for weight in weights), levels, burst=Burst())


class Fit:
    """Likelihoods of every function under every curve, so that leaving some out is quick."""

    def __init__(self, data: Sequence[Function]) -> None:
        self.data = data
        self.start = grid()
        self.likelihoods = [self._likelihoods(each) for each in data]
        self.tilts = [self._tilt(each) for each in data]

    def _likelihoods(self, each: Function) -> list[list[float]]:
        points = tuple(Point(size, math.log(each.durations[size]), 0.0) for size in each.sizes)
        columns = [self.start.at(point.memory_mb) for point in points]
        residuals = [[point.log_ms - value for value in column] for point, column in zip(points, columns, strict=True)]
        rows = []
        for level in self.start.levels:
            inverse, log_determinant = invert(covariance(points, level, self.start.reach))
            rows.append(quadratic([-0.5 * log_determinant] * len(columns[0]), residuals, inverse))
        top = max(map(max, rows))
        return [[math.exp(value - top) for value in row] for row in rows]

    def _tilt(self, each: Function) -> list[float]:
        fastest = min(each.durations.values())
        return [self.start.burst.factor(shape, fastest) for shape in self.start.shapes]

    def without(self, left_out: Iterable[int] = ()) -> Prior:
        """The prior from all functions but these."""
        out = set(left_out)
        kept = [number for number in range(len(self.data)) if number not in out]
        sizes = Counter(self.data[number].family for number in kept)
        weights, levels = list(self.start.weights), [level.weight for level in self.start.levels]
        for _ in range(STEPS):
            weights, levels = self._step(kept, sizes, weights, levels)
        return replace(
            self.start,
            weights=tuple(weights),
            levels=tuple(replace(level, weight=w) for level, w in zip(self.start.levels, levels, strict=True)),
            columns={},
        )

    def _step(
        self, kept: list[int], sizes: Counter[str], weights: list[float], levels: list[float]
    ) -> tuple[list[float], list[float]]:
        shape_sums, level_sums = [0.0] * len(weights), [0.0] * len(levels)
        for number in kept:
            tilt, share = self.tilts[number], 1 / sizes[self.data[number].family] / len(sizes)
            tilted = [weight * factor for weight, factor in zip(weights, tilt, strict=True)]
            rows = [
                [level * value * weight for value, weight in zip(row, tilted, strict=True)]
                for level, row in zip(levels, self.likelihoods[number], strict=True)
            ]
            scale = share / math.fsum(map(math.fsum, rows))
            level_sums = [so_far + scale * sum(row) for so_far, row in zip(level_sums, rows, strict=True)]
            for row in rows:
                shape_sums = [
                    so_far + scale * value / factor for so_far, value, factor in zip(shape_sums, row, tilt, strict=True)
                ]
        total, families = math.fsum(shape_sums), len(sizes)
        return (
            [
                (1 - BROAD) * value / total + BROAD * start
                for value, start in zip(shape_sums, self.start.weights, strict=True)
            ],
            [
                (families * value + start.weight) / (families + 1)
                for value, start in zip(level_sums, self.start.levels, strict=True)
            ],
        )


def written(prior: Prior, families: int, count: int) -> str:
    """The text of `prior.json`."""
    data = {
        "about": "What is known of Lambda functions before one is measured. Made by benchmarks/memory_prior.py; do not edit.",
        "fitted_on": f"{count} public functions of {families} families (power-tuning results and published experiments), "
        "families weighted equally",
        "made": "2026-11-27",
        "columns": ["cpu_share", "excess", "knee_vcpus", "parallel", "squeeze", "weight"],
        "reach": prior.reach,
        "burst": {name: getattr(prior.burst, name) for name in ("knee", "short", "long", "middle_ms")},
        "levels": [
            {"noise": level.noise, "drift": level.drift, "weight": round(level.weight, 5)} for level in prior.levels
        ],
        "calibration": [[round(x, 4), round(y, 4)] for x, y in prior.calibration],
    }
    curves = ",\n  ".join(
        json.dumps([*shape, float(f"{weight:.4g}")]) for shape, weight in zip(prior.shapes, prior.weights, strict=True)
    )
    return json.dumps(data, indent=1)[:-2] + ',\n "curves": [\n  ' + curves + "\n ]\n}\n"


def main(folder: Path) -> None:
    from benchmarks.memory import calibrated, held_out

    data = functions(folder)
    fit = Fit(data)
    outcomes = held_out(data, fit, by="family")
    prior = replace(fit.without(), calibration=calibrated(outcomes))
    FILE.write_text(written(prior, len({each.family for each in data}), len(data)), "utf-8")
    print(f"{FILE}: {len(prior.shapes)} curves, {FILE.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
