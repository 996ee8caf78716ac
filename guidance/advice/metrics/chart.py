"""Metrics over time as a picture: a panel for each, as many as six, one below the other, hours along the bottom."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from guidance.advice.memory.raster import Canvas, Colour
from guidance.advice.metrics.model import MetricSummary, Summary, Window
from guidance.advice.metrics.summary import by_period
from guidance.advice.metrics.words import amount

INK, GRID, WASH = (60, 60, 67), (226, 226, 230), (214, 227, 245)
COLOURS: tuple[Colour, ...] = (
    (31, 95, 176),
    (196, 94, 20),
    (26, 132, 72),
    (132, 60, 150),
    (150, 40, 50),
    (90, 100, 20),
)
WIDTH, LEFT, RIGHT, TOP, PANEL, GAP = 960, 150, 24, 40, 92, 34
MOST = 6


@dataclass(frozen=True)
class _Panel:
    """One metric, and where it stands."""

    title: str
    metric: MetricSummary
    top: int
    colour: Colour

    @property
    def bottom(self) -> int:
        return self.top + PANEL


def chart_png(summaries: Sequence[Summary], window: Window) -> bytes:
    """The metrics of some resources: those that findings rest on first.

    Args:
        summaries: Of the resources; of several, each gives its most telling metrics.
        window: That they are of.

    """
    panels = _panels(summaries)
    canvas = Canvas(WIDTH, TOP + max(1, len(panels)) * (PANEL + GAP) + 30)
    canvas.text(LEFT, 12, window.told.replace("UTC", "utc"), INK)
    for panel in panels:
        _draw(canvas, panel, window)
    _hours(canvas, window, (panels[-1].bottom if panels else TOP) + 14)
    return canvas.png()


def _panels(summaries: Sequence[Summary]) -> list[_Panel]:
    each = max(1, MOST // max(1, len(summaries)))
    chosen: list[tuple[str, MetricSummary]] = []
    for summary in summaries[:MOST]:
        wrong = [name for finding in summary.findings for name in finding.metrics]
        ranked = sorted(
            (metric for metric in summary.metrics if metric.points),
            key=lambda metric: wrong.index(metric.name) if metric.name in wrong else len(wrong),
        )
        name = f"{summary.resource.name} " if len(summaries) > 1 else ""
        chosen += [(name + metric.name, metric) for metric in ranked[:each]]
    return [
        _Panel(title, metric, TOP + GAP // 2 + number * (PANEL + GAP), COLOURS[number % len(COLOURS)])
        for number, (title, metric) in enumerate(chosen[:MOST])
    ]


def _draw(canvas: Canvas, panel: _Panel, window: Window) -> None:
    metric = panel.metric
    values = by_period(metric.points, window, empty=0.0 if metric.measure == "count" else None)
    top = max((value for value in values if value is not None), default=0.0) or 1.0
    statistic = {"count": "sum", "latency": "p99", "gauge": "max"}[metric.measure]
    canvas.text(LEFT, panel.top - 18, f"{panel.title} {statistic}"[:66], panel.colour)
    for part in (0.0, 0.5, 1.0):
        y = round(panel.bottom - part * PANEL)
        canvas.box(LEFT, y, WIDTH - RIGHT, y, GRID)
        label = amount(top * part, metric.unit)
        canvas.text(LEFT - 10 - Canvas.text_width(label), y - 7, label, INK)
    width = (WIDTH - LEFT - RIGHT) / max(1, window.points)
    places = [
        None if value is None else (round(LEFT + (number + 0.5) * width), round(panel.bottom - value / top * PANEL))
        for number, value in enumerate(values)
    ]
    for place in places:
        if place is not None and metric.measure == "count":
            canvas.box(round(place[0] - width / 2), place[1], round(place[0] + width / 2) - 1, panel.bottom, WASH)
    for before, after in pairwise(places):
        if before is not None and after is not None:
            canvas.line(before, after, panel.colour)
    for number, place in enumerate(places):
        alone = all(other is None for other in places[max(0, number - 1) : number] + places[number + 1 : number + 2])
        if place is not None and alone:
            canvas.disc(*place, 3, panel.colour)


def _hours(canvas: Canvas, window: Window, y: int) -> None:
    """Round times along the bottom, at most eight."""
    step = next(
        (each for each in (300, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400) if window.seconds / each <= 8), 0
    )
    step = step or math.ceil(window.seconds / 8 / 86_400) * 86_400
    at = math.ceil(window.start.timestamp() / step) * step
    while at <= window.end.timestamp():
        time = dt.datetime.fromtimestamp(at, tz=dt.UTC)
        label = f"{time:%H:%M}" if step < 86_400 else f"{time:%m-%d}"
        x = LEFT + round((at - window.start.timestamp()) / window.seconds * (WIDTH - LEFT - RIGHT))
        x = min(x - Canvas.text_width(label) // 2, WIDTH - Canvas.text_width(label))
        canvas.text(x, y, label, INK)
        at += step
