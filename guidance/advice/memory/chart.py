"""The recommendation as a picture: duration and cost over memory, with intervals, measured points and the choice.

`chart_text` is for a terminal, `chart_png` for a client that shows images.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from guidance.advice.memory.model import Candidate, Recommendation
from guidance.advice.memory.raster import Canvas, Colour

INK, GRID = (60, 60, 67), (226, 226, 230)
BLUE, PALE_BLUE = (31, 95, 176), (205, 222, 243)
ORANGE, PALE_ORANGE = (196, 94, 20), (248, 222, 200)
GREEN = (26, 132, 72)
WIDTH, HEIGHT = 960, 620
LEFT, RIGHT = 130, 30


def chart_text(answer: Recommendation, width: int = 40) -> str:
    """A row per size: bars of duration and cost, `*` measured, `>` the choice, `x` not feasible, in at most 100 columns."""
    rows = answer.candidates
    slowest = max(row.duration_high_ms for row in rows)
    dearest = max(row.cost_per_million_usd for row in rows)
    half = max(8, width // 2)
    lines = [f"   {'MB':>6}   {'duration ms':<{half + 14}} $ a million"]
    for row in rows:
        sign = ">" if row.memory_mb == answer.recommended_mb else " " if row.feasible else "x"
        known = "*" if row.basis == "measured" else " "
        bar = _bar(row, slowest, half)
        cost = "#" * max(1, round(half * row.cost_per_million_usd / dearest))
        lines.append(
            f" {sign} {row.memory_mb:>6,} {known} {bar} {_short(row.duration_ms):>12} {cost:<{half}}"
            f" {row.cost_per_million_usd:,.2f}"
        )
    lines.append("   > recommended   * measured   = likely   - 80 % interval   x breaks a limit")
    return "\n".join(lines)


def _bar(row: Candidate, slowest: float, half: int) -> str:
    low, likely, high = (
        max(1, round(half * value / slowest)) for value in (row.duration_low_ms, row.duration_ms, row.duration_high_ms)
    )
    return ("=" * likely + "-" * max(0, high - max(likely, low))).ljust(half)


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"


@dataclass(frozen=True, slots=True)
class _Panel:
    """One of the two plots: where it stands and what it shows."""

    title: str
    top: int
    bottom: int
    values: Callable[[Candidate], tuple[float, float, float]]
    """Low, likely, high."""
    colours: tuple[Colour, Colour]
    unit: str


def chart_png(answer: Recommendation) -> bytes:
    """Two plots, one above the other, memory on a logarithmic axis below."""
    canvas = Canvas(WIDTH, HEIGHT)
    chosen = f"recommended {answer.recommended_mb:,} MB" if answer.recommended_mb else "measure more"
    canvas.text(LEFT, 16, f"{answer.objective.value}: {chosen} ({answer.architecture.value.replace('_', '-')})", INK)
    panels = (
        _Panel(
            "duration ms",
            66,
            300,
            lambda c: (c.duration_low_ms, c.duration_ms, c.duration_high_ms),
            (BLUE, PALE_BLUE),
            "",
        ),
        _Panel(
            "cost $ a million",
            346,
            556,
            lambda c: (c.cost_low_usd, c.cost_per_million_usd, c.cost_high_usd),
            (ORANGE, PALE_ORANGE),
            "$",
        ),
    )
    across = _across(answer.candidates)
    for panel in panels:
        _draw(canvas, panel, answer, across)
    _memory_axis(canvas, answer.candidates, across)
    _legend(canvas)
    return canvas.png()


def _across(rows: Sequence[Candidate]) -> dict[int, int]:
    """Where each size stands, in pixels from the left."""
    first, last = math.log(rows[0].memory_mb), math.log(rows[-1].memory_mb)
    room = WIDTH - LEFT - RIGHT - 60
    return {
        row.memory_mb: LEFT
        + 30
        + (round(room * (math.log(row.memory_mb) - first) / (last - first)) if last > first else room // 2)
        for row in rows
    }


def _draw(canvas: Canvas, panel: _Panel, answer: Recommendation, across: dict[int, int]) -> None:
    rows = answer.candidates
    top = max(panel.values(row)[2] for row in rows) * 1.05
    step = _step(top)

    def height(value: float) -> int:
        return panel.bottom - round((panel.bottom - panel.top) * min(value, top) / top)

    for number in range(int(top / step) + 1):
        y = height(number * step)
        canvas.box(LEFT, y, WIDTH - RIGHT, y, GRID)
        label = panel.unit + f"{number * step:,g}"
        canvas.text(LEFT - 10 - Canvas.text_width(label), y - 7, label, INK)
    canvas.text(LEFT, panel.top - 22, panel.title, panel.colours[0])
    points = [(across[row.memory_mb], *(height(value) for value in panel.values(row))) for row in rows]
    for (x0, low0, _, high0), (x1, low1, _, high1) in pairwise(points):
        for x in range(x0, x1 + 1):
            part = (x - x0) / max(1, x1 - x0)
            canvas.box(
                x, round(high0 + (high1 - high0) * part), x, round(low0 + (low1 - low0) * part), panel.colours[1]
            )
    for (x0, _, y0, _), (x1, _, y1, _) in pairwise(points):
        canvas.line((x0, y0), (x1, y1), panel.colours[0])
    for row, (x, low, y, high) in zip(rows, points, strict=True):
        canvas.box(x, high, x + 1, low, panel.colours[0])
        if row.memory_mb == answer.recommended_mb:
            canvas.disc(x, y, 11, GREEN, hollow=True)
        canvas.disc(x, y, 5, panel.colours[0], hollow=row.basis == "predicted")


def _step(top: float) -> float:
    """A round distance between the lines of the grid: four to eight of them."""
    power = 10.0 ** math.floor(math.log10(top / 4))
    return next(power * factor for factor in (1, 2, 5, 10) if top / (power * factor) <= 8)


def _memory_axis(canvas: Canvas, rows: Sequence[Candidate], across: dict[int, int]) -> None:
    free = 0
    for row in rows:
        label = str(row.memory_mb)
        left = across[row.memory_mb] - Canvas.text_width(label) // 2
        if left >= free:
            canvas.text(left, 566, label, INK)
            free = left + Canvas.text_width(label) + 8
    canvas.text(LEFT - 60, 566, "MB", INK)


def _legend(canvas: Canvas) -> None:
    x = LEFT
    for words, colour, radius, hollow in (
        ("measured", INK, 5, False),
        ("predicted, 80 % interval", INK, 5, True),
        ("recommended", GREEN, 9, True),
    ):
        canvas.disc(x + 6, 602, radius, colour, hollow=hollow)
        canvas.text(x + 22, 595, words, INK)
        x += 22 + Canvas.text_width(words) + 40
