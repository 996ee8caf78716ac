"""From series to one line a metric: sum and rate, percentiles and maximum, trend against the window before, a sparkline."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from guidance.advice.metrics.catalogue import Metric, metrics
from guidance.advice.metrics.model import MetricSummary, Points, Resource, Series, Window
from guidance.advice.metrics.sparkline import sparkline


class Values:
    """The series of one resource, by metric and statistic; those of several sets of dimensions are added up."""

    def __init__(self, series: Iterable[Series], window: Window) -> None:
        self._window = window
        self._points: dict[tuple[str, str, bool], Points] = {}
        found: dict[tuple[str, str, bool], list[Points]] = defaultdict(list)
        for each in series:
            found[each.query.metric, each.query.statistic, each.query.whole].append(each.points)
        for key, several in found.items():
            self._points[key] = several[0] if len(several) == 1 else _added(several, key[1])

    def now(self, metric: str, statistic: str, *, whole: bool = False) -> Points:
        """The points of the window."""
        points = self._points.get((metric, statistic, whole), ())
        return tuple(point for point in points if point[0] >= self._window.start)

    def before(self, metric: str, statistic: str, *, whole: bool = False) -> Points:
        """The points of the window before."""
        points = self._points.get((metric, statistic, whole), ())
        return tuple(point for point in points if point[0] < self._window.start)

    def whole(self, metric: str, statistic: str) -> float | None:
        """A statistic of the whole window: of its worst part, where it was asked for in parts; sums add up."""
        return _combined(self.now(metric, statistic, whole=True), statistic)

    def whole_before(self, metric: str, statistic: str) -> float | None:
        """The same of the window before."""
        return _combined(self.before(metric, statistic, whole=True), statistic)

    def total(self, metric: str) -> float:
        """A count over the window; nothing counted is zero."""
        return sum(value for statistic in ("Sum", "SampleCount") for _, value in self.now(metric, statistic))


def _combined(points: Points, statistic: str) -> float | None:
    if not points:
        return None
    values = [value for _, value in points]
    return sum(values) if statistic in {"Sum", "SampleCount"} else max(values)


def _added(several: list[Points], statistic: str) -> Points:
    """Series of several dimensions as one: counts add up, of the others the highest counts."""
    at: dict[object, list[float]] = defaultdict(list)
    times = {}
    for points in several:
        for time, value in points:
            at[time].append(value)
            times[time] = time
    add = sum if statistic in {"Sum", "SampleCount"} else max
    return tuple((time, add(at[time])) for time in sorted(times))


def summaries(resource: Resource, values: Values, window: Window) -> tuple[MetricSummary, ...]:
    """Every metric that has something to say: those with data, and those of which zero is an answer."""
    wanted = [each for each in metrics(resource.kind) if each.only is None or resource.facts.get(each.only)]
    found = [_summary(metric, values, window) for metric in wanted]
    return tuple(each for metric, each in zip(wanted, found, strict=True) if each is not None and _shown(metric, each))


def _shown(metric: Metric, summary: MetricSummary) -> bool:
    return metric.always or metric.measure == "latency" or bool(summary.leading) or bool(summary.previous)


def _summary(metric: Metric, values: Values, window: Window) -> MetricSummary | None:
    if metric.measure == "count":
        return _count(metric, values, window)
    if metric.measure == "latency":
        return _latency(metric, values, window)
    return _gauge(metric, values, window)


def _count(metric: Metric, values: Values, window: Window) -> MetricSummary:
    statistic = metric.statistics()[0][0]
    points = values.now(metric.name, statistic)
    earlier = values.before(metric.name, statistic)
    total = sum(value for _, value in points)
    before = sum(value for _, value in earlier)
    elapsed = window.elapsed_seconds
    return MetricSummary(
        name=metric.name,
        unit=metric.unit,
        measure=metric.measure,
        sum=total,
        rate_per_minute=total / elapsed * 60,
        max=max((value for _, value in points), default=0.0),
        previous=before,
        change_percent=_change(total / elapsed, before / window.seconds),
        sparkline=_sparkline(points, window, empty=0.0),
        points=points,
    )


def _latency(metric: Metric, values: Values, window: Window) -> MetricSummary | None:
    p50, p95, p99, top = (values.whole(metric.name, each) for each in ("p50", "p95", "p99", "Maximum"))
    points = values.now(metric.name, "p99")
    if p50 is None and p99 is None and not points:
        return None
    before = values.whole_before(metric.name, "p95")
    return MetricSummary(
        name=metric.name,
        unit=metric.unit,
        measure=metric.measure,
        p50=p50,
        p95=p95,
        p99=p99,
        max=top,
        previous=before,
        change_percent=_change(p95, before),
        sparkline=_sparkline(points, window, empty=None),
        points=points,
    )


def _gauge(metric: Metric, values: Values, window: Window) -> MetricSummary | None:
    points = values.now(metric.name, "Maximum")
    before = values.before(metric.name, "Maximum")
    if not points:
        return None
    highest = max(value for _, value in points)
    earlier = max((value for _, value in before), default=None)
    return MetricSummary(
        name=metric.name,
        unit=metric.unit,
        measure=metric.measure,
        max=highest,
        average=sum(value for _, value in points) / len(points),
        last=points[-1][1],
        previous=earlier,
        change_percent=_change(highest, earlier),
        sparkline=_sparkline(points, window, empty=None),
        points=points,
    )


def _change(now: float | None, before: float | None) -> float | None:
    return None if now is None or not before else (now / before - 1) * 100


def _sparkline(points: Points, window: Window, *, empty: float | None) -> str:
    return sparkline(by_period(points, window, empty=empty)) if points else ""


def by_period(points: Points, window: Window, *, empty: float | None = None) -> Sequence[float | None]:
    """The values of every period of the window; `empty` where there is none."""
    at: dict[int, float] = {}
    for time, value in points:
        at[int((time - window.start).total_seconds() // window.period_seconds)] = value
    return [at.get(number, empty) for number in range(window.points)]
