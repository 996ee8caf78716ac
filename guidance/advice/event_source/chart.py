"""Backlog and age of the oldest message over time, now and as recommended: lines of characters, and a PNG."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from guidance.advice.event_source.model import Outcome, Point
from guidance.advice.event_source.request import Advice
from guidance.advice.memory.raster import Canvas, Colour

_BLOCKS = "▁▂▃▄▅▆▇█"
INK, GRID, BLUE, ORANGE = (60, 60, 67), (226, 226, 230), (31, 95, 176), (196, 94, 20)
WIDTH, HEIGHT, LEFT, RIGHT = 960, 620, 130, 30


def sparkline(values: Sequence[float], top: float, width: int = 48) -> str:
    """Values as blocks, each the highest of its stretch; `top` is the full block."""
    if not values:
        return _BLOCKS[0] * width
    columns = [max(values[at * len(values) // width : max(at * len(values) // width + 1, (at + 1) * len(values) // width)])
               for at in range(min(width, len(values)))]  # fmt: skip
    return "".join(_BLOCKS[min(7, math.ceil(7 * value / top)) if top > 0 else 0] for value in columns)


def chart_text(advice: Advice, now: str = "now") -> str:
    """Two lines each for backlog and age of the oldest waiting message, on common scales.

    Args:
        advice: What was computed.
        now: What the present settings are called, in 11 characters at most.

    """
    runs = ((now, advice.current.outcome), ("recommended", advice.recommended.outcome))
    lines = []
    for title, pick, unit in _PANELS:
        top = max((pick(point) for _, outcome in runs for point in outcome.timeline), default=0.0)
        lines += [f"{title:<15} {name:<11} {sparkline([pick(p) for p in run.timeline], top)} to {_told(_most(run, pick))}{unit}"
                  for name, run in runs]  # fmt: skip
    moments = max((len(outcome.timeline) for _, outcome in runs), default=0)
    return "\n".join([*lines, f"(seen at {moments} moments; the table has what was reached between them)"])


def _told(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:.3g}"


def _most(run: Outcome, pick: Callable[[Point], float]) -> float:
    return max((pick(point) for point in run.timeline), default=0.0)


def _backlog(point: Point) -> float:
    return float(point.backlog)


def _age(point: Point) -> float:
    return point.oldest_seconds


_PANELS: tuple[tuple[str, Callable[[Point], float], str], ...] = (
    ("messages waiting", _backlog, ""),
    ("age of oldest", _age, " s"),
)


@dataclass(frozen=True, slots=True)
class _Panel:
    """One of the plots: where it stands and what it shows."""

    title: str
    pick: Callable[[Point], float]
    top: int
    bottom: int


def chart_png(advice: Advice, now: str = "now") -> bytes:
    """Two plots over time, one above the other: orange is now, blue as recommended."""
    canvas = Canvas(WIDTH, HEIGHT)
    canvas.text(LEFT, 16, f"{advice.source.value.replace('_', '-')}: {now} and recommended", INK)
    runs: tuple[tuple[Outcome, Colour], ...] = ((advice.current.outcome, ORANGE), (advice.recommended.outcome, BLUE))
    last = max((point.at_seconds for run, _ in runs for point in run.timeline), default=1.0) or 1.0
    for panel in (
        _Panel("messages waiting", _backlog, 70, 290),
        _Panel("age of oldest s", _age, 340, 556),
    ):
        _draw(canvas, panel, runs, last)
    canvas.text(LEFT, 570, f"0 to {last:,.0f} s", INK)
    x = LEFT
    for name, colour in ((now, ORANGE), ("recommended", BLUE)):
        canvas.box(x, 598, x + 20, 604, colour)
        canvas.text(x + 28, 594, name, INK)
        x += 28 + Canvas.text_width(name) + 40
    return canvas.png()


def _draw(canvas: Canvas, panel: _Panel, runs: Sequence[tuple[Outcome, Colour]], last: float) -> None:
    highest = max((panel.pick(point) for run, _ in runs for point in run.timeline), default=0.0)
    top = max(1e-3, highest) * 1.05
    canvas.text(LEFT, panel.top - 22, panel.title, INK)
    for share in (0.0, 0.5, 1.0):
        y = panel.bottom - round((panel.bottom - panel.top) * share)
        canvas.box(LEFT, y, WIDTH - RIGHT, y, GRID)
        label = f"{top * share:,.3g}".replace("e+", "0")
        canvas.text(LEFT - 10 - Canvas.text_width(label), y - 7, label, INK)
    for run, colour in runs:
        points = [
            (
                LEFT + round((WIDTH - LEFT - RIGHT) * point.at_seconds / last),
                panel.bottom - round((panel.bottom - panel.top) * min(1.0, panel.pick(point) / top)),
            )
            for point in run.timeline
        ]
        for start, end in itertools.pairwise(points):
            canvas.line(start, end, colour)
