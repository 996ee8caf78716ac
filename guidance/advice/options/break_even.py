"""At which value of one figure, the others as they are, another option comes first.

The figure is tried at values that grow by the same factor, from where it stands to the ends of its range; between the last
value at which the same option leads and the first at which it does not, the point is closed in on by halving. Nothing is
assumed of the costs' shape: a floor, a tier or a limit moves the point just as a price does. A span of options narrower than
one step may be passed over.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from guidance.advice.options.model import BreakEven, Figure

STEPS = 12
HALVINGS = 14
_TO_ADJACENT = 40
_SMALLEST = 1e-6


@dataclass(frozen=True, slots=True)
class Leaders:
    """Who leads in one case."""

    all: str
    """Comes first, all considered; empty: nothing is feasible."""
    cost: str
    """Costs least of what is feasible."""


At = Callable[[float], Leaders | None]
"""Who leads when the figure has this value; None: the figures contradict each other there."""


def break_even(figure: Figure, value: float, at: At) -> Iterator[BreakEven]:
    """The nearest points, below and above, at which another option leads than at `value`: by everything, then by cost alone.

    A point by cost alone is left out where it is that by everything.
    """
    here = at(value)
    if here is None or value <= 0:
        return
    low = max(figure.minimum, _SMALLEST)
    if low < value:
        yield from _towards(figure, value, low, "below", here, at)
    if figure.maximum > value:
        yield from _towards(figure, value, figure.maximum, "above", here, at)


def _towards(
    figure: Figure, value: float, end: float, side: Literal["above", "below"], here: Leaders, at: At
) -> Iterator[BreakEven]:
    tried, whole = _tried(figure, value, end, at), figure.kind == "whole"
    everything = _first_change(figure, value, tried, "all", here.all, at)
    if everything is not None:
        yield BreakEven(figure.name, figure.unit, side, *everything, whole=whole)
    money = _first_change(figure, value, tried, "cost", here.cost, at) if here.cost else None
    if money is not None and money != everything and money[1]:
        yield BreakEven(figure.name, figure.unit, side, *money, by_cost=True, whole=whole)


def _tried(figure: Figure, value: float, end: float, at: At) -> list[tuple[float, Leaders]]:
    """Who leads at each step towards the end; shorter where the figures begin to contradict each other."""
    factor, found = (end / value) ** (1 / STEPS), []
    for step in range(1, STEPS + 1):
        there = _shaped(figure, end if step == STEPS else value * factor**step)
        leaders = at(there)
        if leaders is None:
            break
        found.append((there, leaders))
    return found


def _first_change(
    figure: Figure, value: float, tried: list[tuple[float, Leaders]], by: Literal["all", "cost"], first: str, at: At
) -> tuple[float, str] | None:
    same = value
    for there, leaders in tried:
        if getattr(leaders, by) != first:
            return _closed_in(figure, same, there, by, first, at)
        same = there
    return None


def _closed_in(
    figure: Figure, same: float, other: float, by: Literal["all", "cost"], first: str, at: At
) -> tuple[float, str] | None:
    """The value nearest to `same` at which another option leads, and which."""
    for _ in range(_TO_ADJACENT if figure.kind == "whole" else HALVINGS):
        middle = _shaped(figure, math.sqrt(same * other))
        if middle in {same, other}:
            break
        leaders = at(middle)
        if leaders is None:
            return None
        if getattr(leaders, by) == first:
            same = middle
        else:
            other = middle
    found = at(other)
    return None if found is None else (other, getattr(found, by))


def _shaped(figure: Figure, value: float) -> float:
    return float(round(value)) if figure.kind == "whole" else value
