"""What the metrics of a serverless resource say: the few numbers that matter, what follows from them, what is wrong.

The door: `queries(resource)` says what to ask CloudWatch for, `summarise(...)` what the answer means, `read_window` when.
The facts (metrics, statistics, thresholds, alarms) stand in `data/metrics.toml`; `model.py` is the contract: read it first.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from guidance.advice.metrics.case import Case
from guidance.advice.metrics.catalogue import Kind, kinds, metrics, queries
from guidance.advice.metrics.model import (
    Alarm,
    Figure,
    MetricFinding,
    MetricSummary,
    Query,
    Resource,
    Series,
    Summary,
    Window,
    WindowError,
)
from guidance.advice.metrics.summary import Values, summaries
from guidance.advice.metrics.window import read_window
from guidance.model import Severity

__all__ = [
    "Alarm",
    "Figure",
    "Kind",
    "MetricFinding",
    "MetricSummary",
    "Query",
    "Resource",
    "Series",
    "Summary",
    "Window",
    "WindowError",
    "kinds",
    "queries",
    "read_window",
    "summarise",
]
_ORDER = (Severity.ERROR, Severity.WARNING, Severity.INFO)


def summarise(
    resource: Resource,
    series: Iterable[Series],
    window: Window,
    region: str,
    *,
    cold_starts: int | None = None,
    logical_id: str | None = None,
) -> Summary:
    """What the series of a resource say.

    Args:
        resource: Whose they are.
        series: Of this window and the one before, as `queries` asks for them.
        window: That they are of.
        region: Whose prices count, such as "eu-west-1".
        cold_starts: How many there were, where they were counted in logs.
        logical_id: Of the resource in its template, for the alarms to refer to.

    """
    from guidance.advice.metrics.alarms import alarms
    from guidance.advice.metrics.figures import figures

    values = Values(series, window)
    base = [each.name for each in metrics(resource.kind) if each.base]
    if not any(values.now(name, statistic) for name in base for statistic in ("Sum", "SampleCount", "Maximum")):
        return Summary(resource, "no_data")
    found = summaries(resource, values, window)
    derived = figures(resource, values, window, region, cold_starts)
    findings = findings_of(resource, window, found, derived)
    wanted = alarms(resource, found, findings, logical_id)
    return replace(Summary(resource, "ok", found, derived, findings), alarms=wanted)


def findings_of(
    resource: Resource, window: Window, found: Iterable[MetricSummary], derived: Iterable[Figure]
) -> tuple[MetricFinding, ...]:
    """What is wrong, the worst first."""
    from guidance.advice.metrics import checks_lambda, checks_services

    case = Case(resource, window, {each.name: each for each in found}, {each.name: each for each in derived})
    checks = checks_lambda.CHECKS if resource.kind == "lambda" else checks_services.CHECKS.get(resource.kind, ())
    every = [finding for check in checks for finding in check(case)]
    return tuple(sorted(every, key=lambda each: _ORDER.index(each.severity)))
