"""What is known before a function is measured: curves, noise, and how common each is.

Read from `prior.json`, which `benchmarks/memory_prior.py` fits.
"""

from __future__ import annotations

import functools
import itertools
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from guidance.advice.memory.curve import Shape, log_relative

FILE = Path(__file__).with_name("prior.json")


@dataclass(frozen=True, slots=True)
class Level:
    """How far a function strays from its curve, as standard deviations of log duration."""

    noise: float
    """At each size for itself."""
    drift: float
    """Smoothly over sizes."""
    weight: float


@dataclass(frozen=True, slots=True)
class Burst:
    """Short functions stop gaining at little CPU, because the scheduler grants a whole period's share at once."""

    knee: float = 0.6
    """Curves with a knee below this, in vCPUs, are the ones favoured."""
    short: float = 8.0
    """How much more likely they are for a function that takes no time."""
    long: float = 0.5
    """How much for one that takes for ever."""
    middle_ms: float = 40.0
    """Duration half way between: two periods of 20 ms."""

    def factor(self, shape: Shape, fastest_ms: float) -> float:
        """How much more likely this curve is for a function whose fastest measured size takes this long."""
        if shape.knee >= self.knee or shape.cpu_share <= 0.1:
            return 1.0
        return self.long + (self.short - self.long) / (1.0 + (fastest_ms / self.middle_ms) ** 3)


@dataclass(frozen=True, eq=False)
class Prior:
    """Curves with their weights, and levels of noise."""

    shapes: tuple[Shape, ...]
    weights: tuple[float, ...]
    levels: tuple[Level, ...]
    reach: float = 1.0
    """Length over which drift is alike, in doublings of memory."""
    burst: Burst = Burst()
    calibration: tuple[tuple[float, float], ...] = ((0.0, 0.0), (1.0, 1.0))
    """Stated probability against how often it came true, on functions held out; straight lines between."""
    columns: dict[int, list[float]] = field(default_factory=dict)

    def at(self, memory_mb: int) -> list[float]:
        """Each curve's log duration at this size, relative to one vCPU."""
        found = self.columns.get(memory_mb)
        if found is None:
            found = [log_relative(shape, memory_mb) for shape in self.shapes]
            if len(self.columns) < 256:  # one process may serve many functions
                self.columns[memory_mb] = found
        return found

    def for_duration(self, fastest_ms: float) -> list[float]:
        """Each curve's weight for a function of this length."""
        raised = self.burst.factor(Shape(1.0, 0.0, 0.0, 0.0), fastest_ms)
        return [
            weight * (raised if shape.knee < self.burst.knee and shape.cpu_share > 0.1 else 1.0)
            for shape, weight in zip(self.shapes, self.weights, strict=True)
        ]

    def calibrated(self, stated: float) -> float:
        """How often an answer of this stated probability is right."""
        knots = self.calibration
        for (x0, y0), (x1, y1) in itertools.pairwise(knots):
            if stated <= x1:
                return y0 + (y1 - y0) * (stated - x0) / (x1 - x0)
        return knots[-1][1]


def read(text: str) -> Prior:
    """A prior from the text of its file."""
    data: dict[str, Any] = json.loads(text)
    return Prior(
        tuple(Shape(*each[:-1]) for each in data["curves"]),
        tuple(each[-1] for each in data["curves"]),
        tuple(Level(**each) for each in data["levels"]),
        data["reach"],
        Burst(**data["burst"]),
        tuple((x, y) for x, y in data["calibration"]),
    )


@functools.cache
def shipped() -> Prior:
    """The prior in `prior.json`."""
    return read(FILE.read_text("utf-8"))
