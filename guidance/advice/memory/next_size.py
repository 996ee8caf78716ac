"""Which size to measure next: the one whose result is expected to improve the choice most, for what measuring it costs.

Looking one measurement ahead: draws are sorted by what the size would show and cut into slices; in each slice the choice can be
made anew. What that lowers the expected loss by is the worth of measuring; the price is the size's share of a full run.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from guidance.advice.memory.decide import mean

SLICES = 8
"""As finely as a measurement is told apart."""
PRICE = 0.05
"""Expected loss that measuring at the cost of a full run of all sizes has to save."""
LEAST = 0.002
"""Expected loss below which nothing more is measured."""


@dataclass(frozen=True, slots=True)
class Worth:
    """What measuring one size would bring."""

    memory_mb: int
    gain: float
    price: float

    @property
    def net(self) -> float:
        """Gain after price."""
        return self.gain - self.price

    @property
    def pays(self) -> bool:
        """Whether it is worth measuring at all."""
        return self.net >= LEAST


def worths(
    loss: Mapping[int, Sequence[float]],
    drawn: Mapping[int, Sequence[float]],
    typical: Mapping[int, float],
    unmeasured: Sequence[int],
) -> list[Worth]:
    """What measuring each unmeasured size would bring, the best first.

    Args:
        loss: of choosing each size, in each draw.
        drawn: durations of the unmeasured sizes, in each draw.
        typical: the likely duration at every size.
        unmeasured: the sizes that can be measured.

    """
    full = sum(size * duration for size, duration in typical.items())
    found = [Worth(size, lookahead(loss, drawn[size]), PRICE * size * typical[size] / full) for size in unmeasured]
    return sorted(found, key=lambda each: (-each.net, each.memory_mb))


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
