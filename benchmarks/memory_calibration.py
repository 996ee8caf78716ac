"""From what the posterior states to how often it comes true: logistic recalibration (Platt 1999), as straight lines."""

from __future__ import annotations

import math
from collections.abc import Sequence

MOST = 0.97
"""No answer can claim more when a few hundred were tried."""
KNOTS = (0.5, 0.6, 0.7, 0.8, 0.87, 0.92, 0.95, 0.97, 0.985, 0.995)
"""Lower probabilities hardly occur: below, the line goes to nothing."""
RIDGE = 5.0
"""Weight of the belief that stated odds need no stretching, in outcomes."""

Outcomes = Sequence[tuple[float, bool]]


def calibration(outcomes: Outcomes) -> tuple[tuple[float, float], ...]:
    """Points of the line from stated probability to how often it came true.

    Args:
        outcomes: What was stated, and whether it came true.

    """
    shift, stretch = _fitted(outcomes)
    line = ((stated, min(MOST, _logistic(shift + stretch * _log_odds(stated)))) for stated in KNOTS)
    return (0.0, 0.0), *line, (1.0, min(MOST, _logistic(shift + stretch * _log_odds(KNOTS[-1]))))


def _fitted(outcomes: Outcomes) -> tuple[float, float]:
    """Shift and stretch of the log odds of most likelihood, by Newton's method."""
    shift, stretch = 0.0, 1.0
    for _ in range(50):
        gradient, curvature = [0.0, -RIDGE * (stretch - 1)], [1e-9, 0.0, RIDGE]
        for stated, came_true in outcomes:
            odds = _log_odds(stated)
            rate = _logistic(shift + stretch * odds)
            weight = rate * (1 - rate)
            gradient = [gradient[0] + came_true - rate, gradient[1] + (came_true - rate) * odds]
            curvature = [curvature[0] + weight, curvature[1] + weight * odds, curvature[2] + weight * odds * odds]
        determinant = curvature[0] * curvature[2] - curvature[1] ** 2
        change = (
            (curvature[2] * gradient[0] - curvature[1] * gradient[1]) / determinant,
            (curvature[0] * gradient[1] - curvature[1] * gradient[0]) / determinant,
        )
        shift, stretch = shift + change[0], stretch + change[1]
        if max(map(abs, change)) < 1e-9:
            break
    return shift, stretch


def _log_odds(probability: float) -> float:
    held = min(max(probability, 0.02), 0.995)
    return math.log(held / (1 - held))


def _logistic(value: float) -> float:
    return 1 / (1 + math.exp(-value))
