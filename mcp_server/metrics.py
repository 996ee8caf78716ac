"""What `get_metrics` returns: typed data of every target, and the same as Markdown to act on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

from guidance.advice.metrics import MetricSummary, Summary, Window
from guidance.advice.metrics.summary import by_period
from guidance.model import Severity
from mcp_server.metrics_text import render
from mcp_server.observe import Observation, Reading
from mcp_server.results import Result


@dataclass(frozen=True)
class About:
    """The same in other forms."""

    text: str = ""
    png: bytes | None = None


class Metric(BaseModel):
    """One metric; what it has not is left out."""

    name: str
    unit: str = ""
    sum: float | None = None
    rate_per_minute: float | None = None
    average: float | None = None
    p50: float | None = None
    p95: float | None = None
    p99: float | None = None
    max: float | None = None
    last: float | None = None
    change_percent: float | None = None
    values: Annotated[list[float | None] | None, WithJsonSchema({"type": "array"})] = None


class MetricFault(BaseModel):
    """What the metrics say is wrong."""

    severity: Severity
    message: str
    next_step: str
    practices: list[str]


class TargetMetrics(BaseModel):
    """One target."""

    target: str
    status: Literal["ok", "no_data", "not_found", "error"]
    message: str | None = None
    logical_id: str | None = None
    metrics: list[Metric]
    figures: dict[str, float | None]
    findings: list[MetricFault]


def _undescribed(schema: dict[str, Any]) -> None:
    """Every byte of a definition is read in every conversation; the tool's own description says what this is."""
    schema.pop("description", None)


class MetricsResult(Result):
    """The metrics of the targets."""

    model_config: ClassVar[ConfigDict] = ConfigDict(json_schema_extra=_undescribed)

    start: str
    end: str
    period_seconds: int
    region: str
    targets: list[TargetMetrics]
    alarms: str = Field(default="", description="template Resources")
    notes: list[str]
    about: About = Field(default=About(), exclude=True)

    def data(self) -> dict[str, Any]:
        """The answer as JSON values; gaps in a series and a drain time without end stay null."""
        data = super().data()
        for target, each in zip(data["targets"], self.targets, strict=True):
            target["figures"] = dict(each.figures)
            for metric, given in zip(target["metrics"], each.metrics, strict=True):
                if given.values is not None:
                    metric["values"] = list(given.values)
                if not metric["unit"]:
                    del metric["unit"]
        return data

    def pictures(self) -> list[bytes]:
        """The chart, where it was asked for."""
        return [self.about.png] if self.about.png is not None else []

    def text(self) -> str:
        """What is wrong and what to do, then the figures."""
        return self.about.text


def answer(seen: Observation, *, series: bool = False, chart: bool = False) -> MetricsResult:
    """What was observed, as a result.

    Args:
        seen: What was observed.
        series: Whether to return the points too.
        chart: Whether to draw them.

    """
    window = seen.window
    few = [each for each in seen.readings if each.summary is not None]
    alarms = (
        "".join(alarm.template for each in few if each.summary for alarm in each.summary.alarms)
        if len(few) == 1
        else ""
    )
    notes = [*window.notes, *seen.notes]
    return MetricsResult(
        start=f"{window.start:%Y-%m-%dT%H:%M:%SZ}",
        end=f"{window.end:%Y-%m-%dT%H:%M:%SZ}",
        period_seconds=window.period_seconds,
        region=seen.where.told,
        targets=[_target(each, window, series=series) for each in seen.readings],
        alarms=alarms,
        notes=notes,
        about=About(render(seen, alarms, notes, series=series), _chart(few, window) if chart else None),
    )


def _target(reading: Reading, window: Window, *, series: bool) -> TargetMetrics:
    summary = reading.summary or Summary(reading.resource, "no_data") if reading.resource else None
    return TargetMetrics(
        target=reading.target.text,
        status=reading.status,
        message=reading.message,
        logical_id=reading.logical_id,
        metrics=[_metric(each, window, series=series) for each in summary.metrics] if summary else [],
        figures={each.name: _rounded(each.value) for each in summary.figures} if summary else {},
        findings=[
            MetricFault(
                severity=each.severity, message=each.message, next_step=each.next_step, practices=list(each.practices)
            )
            for each in summary.findings
        ]
        if summary
        else [],
    )


def _metric(each: MetricSummary, window: Window, *, series: bool) -> Metric:
    empty = 0.0 if each.measure == "count" else None
    values = [_rounded(value) for value in by_period(each.points, window, empty=empty)] if series else None
    return Metric(
        name=each.name,
        unit=each.unit,
        sum=_rounded(each.sum),
        rate_per_minute=_rounded(each.rate_per_minute),
        average=_rounded(each.average),
        p50=_rounded(each.p50),
        p95=_rounded(each.p95),
        p99=_rounded(each.p99),
        max=_rounded(each.max),
        last=_rounded(each.last),
        change_percent=None if each.change_percent is None else round(each.change_percent, 1),
        values=values,
    )


def _rounded(value: float | None) -> float | None:
    """Six digits; whole numbers stay whole."""
    return None if value is None else round(value) if value == round(value) else float(f"{value:.6g}")


def _chart(readings: list[Reading], window: Window) -> bytes | None:
    from guidance.advice.metrics.chart import chart_png

    summaries = [each.summary for each in readings if each.summary is not None and each.summary.status == "ok"]
    return chart_png(summaries, window) if summaries else None
