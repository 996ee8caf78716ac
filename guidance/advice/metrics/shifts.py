"""When something began: the first period with faults after quiet ones, and the step in a series that rose and stayed up."""

from __future__ import annotations

import datetime as dt
import math
import statistics
from collections.abc import Iterator
from dataclasses import dataclass

from guidance.advice.metrics.case import Case, graded
from guidance.advice.metrics.model import MetricFinding, Points
from guidance.advice.metrics.words import amount
from guidance.model import Severity

_FEWEST = 3
"""Points on either side of a step: fewer are an outlier."""
_QUIET = 3
"""Periods without a fault before the first one, so that it counts as a beginning."""


@dataclass(frozen=True)
class Shift:
    """A step in a series."""

    at: dt.datetime
    before: float
    after: float

    @property
    def ratio(self) -> float:
        """How many times as much."""
        return self.after / self.before


def shift(points: Points) -> Shift | None:
    """The step up in a series: the cut that leaves the least spread of the logarithms, if hardly any point contradicts it."""
    logs = [math.log(max(value, 1e-9)) for _, value in points]
    cuts = range(_FEWEST, len(points) - _FEWEST + 1)
    if not cuts:
        return None
    cut = min(cuts, key=lambda each: _spread(logs[:each]) + _spread(logs[each:]))
    values = [value for _, value in points]
    before, after = statistics.median(values[:cut]), statistics.median(values[cut:])
    above = sum(value > before for value in values[cut:]) / (len(values) - cut)
    below = sum(value < after for value in values[:cut]) / cut
    if before <= 0 or after <= before or min(above, below) < 0.9:
        return None
    return Shift(points[cut][0], before, after)


def _spread(values: list[float]) -> float:
    mean = sum(values) / len(values)
    return sum((value - mean) ** 2 for value in values)


def onset(points: Points, start: dt.datetime, period_seconds: int) -> dt.datetime | None:
    """When faults began, if at least three periods without any came before."""
    first = next((at for at, value in points if value > 0), None)
    if first is None or (first - start).total_seconds() < _QUIET * period_seconds:
        return None
    return first


def since(case: Case, metric: str) -> str:
    """When a fault began, in words, where that lies within the window."""
    found = case.metrics.get(metric)
    began = onset(found.points, case.window.start, case.window.period_seconds) if found is not None else None
    return f", since {clock(began, case)}" if began is not None else ""


def clock(time: dt.datetime, case: Case) -> str:
    """A time within the window."""
    return f"{time:%H:%M} UTC" if case.window.seconds <= 86_400 else f"{time:%Y-%m-%d %H:%M} UTC"


def rose(case: Case, metric: str) -> Shift | None:
    """The step in a latency, where it is worth telling."""
    found = case.metrics.get(metric)
    step = shift(found.points) if found is not None else None
    return step if step is not None and graded("rise", step.ratio) else None


def slower(case: Case, metric: str, id_: str, step: str) -> Iterator[MetricFinding]:
    """A p99 that rose and stayed up, and whether a deployment came just before."""
    found = rose(case, metric)
    if found is None:
        return
    deployed = _deployed(case, found.at)
    after = f", just after it was deployed or configured ({clock(deployed, case)})" if deployed is not None else ""
    yield MetricFinding(
        id_, Severity.WARNING,
        f"Its p99 rose from about {amount(found.before, 'ms')} to {amount(found.after, 'ms')} at {clock(found.at, case)}{after}.",
        "Look at what changed then: compare the configuration, or roll back." if deployed is not None else step,
        ("ERR-05", "FLR-02"), (metric,), {"ratio": found.ratio},
    )  # fmt: skip


def _deployed(case: Case, at: dt.datetime) -> dt.datetime | None:
    """When the function was last changed, if that is within two periods before the step."""
    modified = case.resource.facts.get("modified")
    if not isinstance(modified, str):
        return None
    time = dt.datetime.fromisoformat(modified).astimezone(dt.UTC)
    period = case.window.period_seconds
    return time if -period <= (at - time).total_seconds() <= 2 * period else None
