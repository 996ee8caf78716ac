"""What the advice on metrics speaks of: a resource, the series of it, what they come to. Read this first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from guidance.errors import GuidanceError
from guidance.model import Severity

Fact = str | int | float | bool | None
Measure = Literal["count", "latency", "gauge"]
_LONGEST_PERIOD = 30 * 86_400
"""Seconds; the longest period that CloudWatch's console offers. Longer ones are not documented."""
Points = tuple[tuple[dt.datetime, float], ...]


class WindowError(GuidanceError):
    """A window or a period that cannot be asked for; the message says what can."""


@dataclass(frozen=True)
class Window:
    """A stretch of time, and the period that it is cut into."""

    start: dt.datetime
    end: dt.datetime
    period_seconds: int
    notes: tuple[str, ...] = ()
    """What was moved or rounded, in words."""
    until: dt.datetime | None = None
    """What of it has passed: the last period may still run."""

    @property
    def elapsed_seconds(self) -> float:
        """How long it has run."""
        return max(((self.until or self.end) - self.start).total_seconds(), 1.0)

    @property
    def seconds(self) -> float:
        """Its length."""
        return (self.end - self.start).total_seconds()

    @property
    def points(self) -> int:
        """Periods in it."""
        return round(self.seconds / self.period_seconds)

    @property
    def previous(self) -> dt.datetime:
        """When the window of the same length before it begins."""
        return self.start - (self.end - self.start)

    @property
    def whole_seconds(self) -> int:
        """The period by which a statistic of the whole window is asked for: itself, or an even part when it is very long.

        CloudWatch counts periods from the start that is asked for: https://github.com/boto/boto3/issues/3457.
        """
        parts = (each for each in range(self.points, 0, -1) if self.points % each == 0)
        return self.period_seconds * next(
            (each for each in parts if each * self.period_seconds <= _LONGEST_PERIOD or each == 1), 1
        )

    @property
    def told(self) -> str:
        """In words: "2026-11-20 09:00 to 12:00 UTC (3 h)"."""
        end = f"{self.end:%H:%M}" if self.end.date() == self.start.date() else f"{self.end:%Y-%m-%d %H:%M}"
        return f"{self.start:%Y-%m-%d %H:%M} to {end} UTC ({length(self.seconds)})"


@dataclass(frozen=True)
class Resource:
    """One resource that metrics are of."""

    kind: str
    """As in `data/metrics.toml`: lambda, sqs, httpapi, ..."""
    name: str
    facts: Mapping[str, Fact] = field(default_factory=dict)
    """What its configuration says, such as `timeout_seconds`; what is not known is left out."""
    dimensions: tuple[tuple[tuple[str, str], ...], ...] = ()
    """Its dimensions in CloudWatch. Several sets are added up: an event bus has one for each of its rules."""
    arn: str | None = None
    provisioned: tuple[str, ...] | None = None
    """Versions and aliases of a function that have provisioned concurrency; None: not known."""

    def number(self, name: str) -> float | None:
        """A fact that is a number."""
        value = self.facts.get(name)
        return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


@dataclass(frozen=True)
class Query:
    """One series of one resource. `whole`: one value for each of the two windows, for what cannot be added up, such as p99."""

    metric: str
    namespace: str
    dimensions: tuple[tuple[str, str], ...]
    statistic: str
    whole: bool = False


@dataclass(frozen=True)
class Series:
    """What CloudWatch answered to a query, ascending: the window before, then the window."""

    query: Query
    points: Points


@dataclass(frozen=True)
class MetricSummary:
    """One metric over the window. What its measure has not is None."""

    name: str
    unit: str
    measure: Measure
    sum: float | None = None
    rate_per_minute: float | None = None
    average: float | None = None
    p50: float | None = None
    p95: float | None = None
    p99: float | None = None
    max: float | None = None
    last: float | None = None
    previous: float | None = None
    """The leading value (sum, p95 or maximum) in the window before; None without data there."""
    change_percent: float | None = None
    """Against it."""
    sparkline: str = ""
    points: Points = ()
    """Of the window, by period: the sum, the p99 or the maximum."""

    @property
    def leading(self) -> float | None:
        """The value that the trend is of."""
        return {"count": self.sum, "latency": self.p95, "gauge": self.max}[self.measure]


@dataclass(frozen=True)
class Figure:
    """A figure that follows from several metrics, such as the error rate."""

    name: str
    value: float | None
    """None: it has no end, as the drain time of a queue that grows."""
    unit: str
    told: str
    """The arithmetic, in words."""


@dataclass(frozen=True)
class MetricFinding:
    """What the figures say is wrong."""

    id: str
    """Such as `lambda-throttled`."""
    severity: Severity
    message: str
    next_step: str
    practices: tuple[str, ...]
    metrics: tuple[str, ...] = ()
    """That it rests on."""
    figures: Mapping[str, float] = field(default_factory=dict)
    """The numbers of the message, for whoever weighs causes."""


@dataclass(frozen=True)
class Alarm:
    """An alarm worth having, as a resource of a template."""

    logical_id: str
    metric: str
    template: str
    """YAML, to stand under `Resources:`."""
    recommended_by: Literal["AWS", "this project"]


@dataclass(frozen=True)
class Summary:
    """Everything that the metrics of a resource say."""

    resource: Resource
    status: Literal["ok", "no_data"]
    metrics: tuple[MetricSummary, ...] = ()
    figures: tuple[Figure, ...] = ()
    findings: tuple[MetricFinding, ...] = ()
    alarms: tuple[Alarm, ...] = ()
    notes: tuple[str, ...] = ()

    def metric(self, name: str) -> MetricSummary | None:
        """One metric by its name in CloudWatch."""
        return next((each for each in self.metrics if each.name == name), None)

    def figure(self, name: str) -> float | None:
        """The value of one figure by its name."""
        return next((each.value for each in self.figures if each.name == name), None)


def length(seconds: float) -> str:
    """A length of time in words: "45 s", "90 min", "3 h", "2 d"."""
    for unit, size, most in (("s", 1, 120), ("min", 60, 7200), ("h", 3600, 172_800)):
        if seconds < most:
            return f"{seconds / size:.3g} {unit}"
    days = seconds / 86_400
    return f"{days:.3g} d" if days < 100 else f"{days:,.0f} d"
