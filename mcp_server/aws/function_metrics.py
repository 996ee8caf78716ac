"""What CloudWatch counted of one function: invocations, and CPU time where Lambda Insights is there."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from mcp_server.aws.sessions import Aws

_MONTH = dt.timedelta(days=30)


@dataclass(frozen=True)
class Metrics:
    """Figures of a window; None where there is no data."""

    invocations: int | None
    monthly_invocations: int | None
    """At this rate, in 30 days."""
    cpu_ms: float | None
    """CPU time of an invocation on average, user and system, all threads."""
    cpu_samples: int = 0
    max_memory_used_mb: float | None = None
    """By Lambda Insights."""


def read_metrics(aws: Aws, name: str, start: dt.datetime, end: dt.datetime, since: dt.datetime | None) -> Metrics:
    """The figures of a window.

    Args:
        aws: Where.
        name: Of the function.
        start: Of the window.
        end: Of the window.
        since: When its configuration was last changed: CPU time is of the present memory size, so only what is later counts.

    Raises:
        AwsError: when AWS cannot be asked or refuses.

    """
    period = _period(end - start)
    queries = [
        _query("invocations", "AWS/Lambda", "Invocations", "FunctionName", name, "Sum", period),
        _query("cpu", "LambdaInsights", "cpu_total_time", "function_name", name, "Average", period),
        _query("samples", "LambdaInsights", "cpu_total_time", "function_name", name, "SampleCount", period),
        _query("memory", "LambdaInsights", "used_memory_max", "function_name", name, "Maximum", period),
    ]
    series: dict[str, list[tuple[dt.datetime, float]]] = {str(query["Id"]): [] for query in queries}
    for page in aws.pages("cloudwatch", "GetMetricData", MetricDataQueries=queries, StartTime=start, EndTime=end):
        for result in page["MetricDataResults"]:
            series[result["Id"]] += zip(result["Timestamps"], result["Values"], strict=True)
    invocations = round(sum(value for _, value in series["invocations"])) if series["invocations"] else None
    counts = dict(series["samples"])
    recent = [(value, counts.get(at, 0.0)) for at, value in series["cpu"] if since is None or at >= since]
    samples = sum(count for _, count in recent)
    return Metrics(
        invocations=invocations,
        monthly_invocations=None if invocations is None else round(invocations * (_MONTH / (end - start))),
        cpu_ms=sum(value * count for value, count in recent) / samples if samples else None,
        cpu_samples=round(samples),
        max_memory_used_mb=max((value for _, value in series["memory"]), default=None),
    )


def _query(
    id_: str, namespace: str, metric: str, dimension: str, name: str, statistic: str, period: int
) -> dict[str, object]:
    return {
        "Id": id_,
        "MetricStat": {
            "Metric": {
                "Namespace": namespace,
                "MetricName": metric,
                "Dimensions": [{"Name": dimension, "Value": name}],
            },
            "Period": period,
            "Stat": statistic,
        },
    }


def _period(window: dt.timedelta) -> int:
    """A period in seconds that CloudWatch keeps so long: 1 minute for 15 days, 5 minutes for 63, an hour beyond."""
    return 300 if window <= dt.timedelta(days=2) else 3600
