"""Which size to measure next: the one whose result is expected to improve the choice most, for what measuring it costs.

Looking one measurement ahead: draws are sorted by what the size would show and cut into slices; in each slice the choice can be
made anew. What that lowers the expected loss by is the worth of measuring; the price is the size's share of a full run. Of the
sizes that pay, a cheap one that brings less comes before a dear one that brings more: it often makes the dear one needless.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from guidance.advice.memory.decide import mean
from guidance.advice.memory.model import Objective

SLICES = 8
"""As finely as a measurement is told apart."""
LEAST = 0.002
"""Expected loss below which nothing more is measured."""


@dataclass(frozen=True, slots=True)
class Thrift:
    """How much the cost of measuring counts."""

    price: float
    """Expected loss that measuring at the cost of a full run of all sizes has to save."""
    power: float
    """Among sizes that pay: gain over this power of the price decides. 1: gain for the money; 0: gain alone."""


THRIFT = {
    Objective.COST: Thrift(0.10, 1.0),
    Objective.BALANCED: Thrift(0.10, 1.0),
    Objective.SPEED: Thrift(0.03, 0.5),  # the fast sizes are the dear ones, and who asks for speed wants to pay for it
}
"""Chosen on functions held out by family: half of each price changes none of 73 functions, twice of it two."""


@dataclass(frozen=True, slots=True)
class Worth:
    """What measuring one size would bring."""

    memory_mb: int
    gain: float
    share: float
    """Of the cost of a full run."""
    thrift: Thrift

    @property
    def net(self) -> float:
        """Gain after price."""
        return self.gain - self.thrift.price * self.share

    @property
    def pays(self) -> bool:
        """Whether it is worth measuring at all."""
        return self.net >= LEAST

    @property
    def rank(self) -> tuple[bool, float, int]:
        """The best first: those that pay by what they bring for their cost, the others by what they lose."""
        return (not self.pays, -self.net / self.share**self.thrift.power if self.pays else -self.net, self.memory_mb)


def worths(
    loss: Mapping[int, Sequence[float]],
    drawn: Mapping[int, Sequence[float]],
    typical: Mapping[int, float],
    unmeasured: Sequence[int],
    objective: Objective,
) -> list[Worth]:
    """What measuring each unmeasured size would bring, the best first.

    Args:
        loss: of choosing each size, in each draw.
        drawn: durations of the unmeasured sizes, in each draw.
        typical: the likely duration at every size.
        unmeasured: the sizes that can be measured.
        objective: what the choice is to be best at.

    """
    full, thrift = sum(size * duration for size, duration in typical.items()), THRIFT[objective]
    found = [Worth(size, lookahead(loss, drawn[size]), size * typical[size] / full, thrift) for size in unmeasured]
    return sorted(found, key=lambda each: each.rank)


def lookahead(loss: Mapping[int, Sequence[float]], shown: Sequence[float]) -> float:
    """By how much the expected loss falls when this is known before choosing."""
    count = len(shown)
    order = sorted(range(count), key=shown.__getitem__)
    cuts = [count * number // SLICES for number in range(SLICES + 1)]
    lowest = [float("inf")] * SLICES
    for column in loss.values():
        ordered = [column[i] for i in order]
        for number in range(SLICES):
            total = sum(ordered[cuts[number] : cuts[number + 1]])
            lowest[number] = min(lowest[number], total)
    now = min(mean(column) for column in loss.values())
    return max(0.0, now - sum(lowest) / count)
