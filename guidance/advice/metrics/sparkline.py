"""A series as a line of blocks, eight heights, for texts and terminals."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

BLOCKS = "▁▂▃▄▅▆▇█"
GAP = "·"
"""Where there is no data, which is not zero."""


def sparkline(values: Sequence[float | None], width: int = 30) -> str:
    """A series from zero to its maximum, at most `width` characters: of several periods in one, the highest.

    Args:
        values: In order of time; None where there is no data.
        width: Characters at most.

    """
    cells = _cells(values, width)
    top = max((value for value in cells if value is not None), default=0.0)
    return "".join(
        GAP if value is None else BLOCKS[min(7, int(8 * value / top))] if top > 0 and value > 0 else BLOCKS[0]
        for value in cells
    )


def _cells(values: Sequence[float | None], width: int) -> list[float | None]:
    if len(values) <= width:
        return list(values)
    edges = [round(number * len(values) / width) for number in range(width + 1)]
    return [
        max((value for value in values[start:end] if value is not None), default=None) for start, end in pairwise(edges)
    ]
