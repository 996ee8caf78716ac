"""From drawn durations to a choice: Power Tuning's own formulas on every draw, and how much worse each size is than the best."""

from __future__ import annotations

import math
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass

from guidance.advice.memory.model import Objective

NEAR = 0.05
"""A size this close to the best is as good: two runs of one size differ by more (9.8 % in the median of 619 pairs)."""
STEP = 0.2
"""What missing `NEAR` costs beside the regret itself."""
WORST = 1.5
"""Regret beyond which worse is the same."""
UNSEEN = 0.03
"""Expected loss that an unmeasured size has to save before it is chosen over a measured one: curves have surprises."""

Columns = list[list[float]]
Cost = Callable[[int, float], float]
"""Dollars of an invocation at a memory size and duration."""


@dataclass(frozen=True, slots=True)
class Goal:
    """What is to be small."""

    objective: Objective
    balance: float
    cost: Cost


def scores(goal: Goal, sizes: Sequence[int], durations: Sequence[float]) -> list[float]:
    """The objective at each size, as Power Tuning computes it."""
    costs = [goal.cost(size, duration) for size, duration in zip(sizes, durations, strict=True)]
    if goal.objective is Objective.COST:
        return costs
    if goal.objective is Objective.SPEED:
        return list(durations)
    dearest, slowest, weight = max(costs), max(durations), goal.balance
    return [
        weight * cost / dearest + (1 - weight) * duration / slowest
        for cost, duration in zip(costs, durations, strict=True)
    ]


def best(goal: Goal, times: Mapping[int, float], allowed: Sequence[int]) -> int:
    """The size Power Tuning picks among the allowed: equal costs by speed, equal speeds by cost, equal sums the smaller.

    Args:
        goal: what is to be small.
        times: milliseconds at every size.
        allowed: the sizes to choose from.

    """
    values = dict(zip(times, scores(goal, [*times], [*times.values()]), strict=True))
    second: Callable[[int], float] = {
        Objective.COST: times.__getitem__,
        Objective.SPEED: lambda size: goal.cost(size, times[size]),
        Objective.BALANCED: lambda _: 0.0,
    }[goal.objective]
    return min(allowed, key=lambda size: (values[size], second(size), size))


def regrets(goal: Goal, sizes: Sequence[int], drawn: Columns, allowed: Sequence[int]) -> dict[int, list[float]]:
    """For each allowed size, in each draw, how much worse it is than the best allowed one: 0.1 is 10 %."""
    values = _scored(goal, sizes, drawn)
    kept = [values[number] for number, size in enumerate(sizes) if size in allowed]
    lowest = [min(row) for row in zip(*kept, strict=True)]
    return {
        size: [value / low - 1.0 for value, low in zip(values[number], lowest, strict=True)]
        for number, size in enumerate(sizes)
        if size in allowed
    }


def _scored(goal: Goal, sizes: Sequence[int], drawn: Columns) -> Columns:
    """The objective in each draw. Cost is linear in begun milliseconds: two calls tell it for all draws of a size."""
    if goal.objective is Objective.SPEED:
        return drawn
    ceil = math.ceil
    costs = []
    for size, column in zip(sizes, drawn, strict=True):
        fixed = goal.cost(size, 0.0)
        rate = goal.cost(size, 1.0) - fixed
        costs.append([ceil(duration) * rate + fixed for duration in column])
    if goal.objective is Objective.COST:
        return costs
    dearest = [goal.balance / max(row) for row in zip(*costs, strict=True)]
    slowest = [(1 - goal.balance) / max(row) for row in zip(*drawn, strict=True)]
    return [
        [cost * a + duration * b for cost, a, duration, b in zip(one, dearest, other, slowest, strict=True)]
        for one, other in zip(costs, drawn, strict=True)
    ]


def safest(loss: dict[int, list[float]], measured: Container[int]) -> int:
    """The size of least expected loss, measured ones preferred where it is about the same."""
    return min(loss, key=lambda size: (mean(loss[size]) + (0.0 if size in measured else UNSEEN), size))


def losses(regret: dict[int, list[float]]) -> dict[int, list[float]]:
    """What choosing each size would cost in each draw: the regret, and a step where it is more than nothing."""
    return {
        size: [min(value, WORST) + STEP if value > NEAR else value for value in column]
        for size, column in regret.items()
    }


def mean(values: Sequence[float]) -> float:
    """Plain average."""
    return sum(values) / len(values)


def near_best(column: Sequence[float]) -> float:
    """How often a size is within 5 % of the best."""
    return sum(value <= NEAR for value in column) / len(column)
