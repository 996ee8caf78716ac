"""What CloudWatch counted of a mapping: messages a minute, how long batches took and how many failed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from guidance.advice.event_source.model import Source
from mcp_server.aws.failures import AwsError
from mcp_server.aws.sessions import Aws

FIXED_SHARE = 0.5
"""Of a batch's duration, where the metrics do not tell fixed from per-message time."""
_LEAST_SPREAD = 0.15


@dataclass(frozen=True)
class Observed:
    """Figures of a window; None where there is no data."""

    per_minute: tuple[float, ...] | None
    """Messages that arrived in each minute."""
    base_ms: float | None
    per_message_ms: float | None
    duration_basis: str
    """How fixed and per-message time were told apart, in words."""
    error_rate: float | None
    """Failed invocations over messages."""
    oldest_seconds: float | None
    """The greatest age of the oldest message."""
    note: str | None = None


def read_observed(
    aws: Aws, source: Source, arn: str | None, function: str, start: dt.datetime, end: dt.datetime
) -> Observed:
    """The figures of a window by minutes.

    Args:
        aws: Where.
        source: What is read from.
        arn: Of the queue or stream; None for self-managed Kafka.
        function: Name of the function.
        start: Of the window, on a whole minute.
        end: Of the window.

    """
    queries = [
        _query("invocations", "AWS/Lambda", "Invocations", "FunctionName", function, "Sum"),
        _query("errors", "AWS/Lambda", "Errors", "FunctionName", function, "Sum"),
        _query("duration", "AWS/Lambda", "Duration", "FunctionName", function, "Average"),
        *_arrivals(source, arn or ""),
    ]
    series: dict[str, dict[dt.datetime, float]] = {str(query["Id"]): {} for query in queries}
    try:
        for page in aws.pages("cloudwatch", "GetMetricData", MetricDataQueries=queries, StartTime=start, EndTime=end):
            for result in page["MetricDataResults"]:
                series[result["Id"]] |= dict(zip(result["Timestamps"], result["Values"], strict=True))
    except AwsError as error:
        return Observed(None, None, None, "", None, None, f"Without metrics: {error}")
    arrived = series.get("arrived", {})
    minutes = int((end - start) / dt.timedelta(minutes=1))
    counts = tuple(arrived.get(start + dt.timedelta(minutes=each), 0.0) for each in range(minutes)) if arrived else None
    base, per, how = _durations(series["invocations"], series["duration"], arrived)
    messages = sum(arrived.values())
    return Observed(
        counts, base, per, how,
        min(0.5, sum(series["errors"].values()) / messages) if messages else None,
        max(series.get("oldest", {}).values(), default=None),
    )  # fmt: skip


def _arrivals(source: Source, arn: str) -> list[dict[str, object]]:
    """The queries for what arrives, where the source counts it."""
    if source.queue:
        name = arn.rsplit(":", 1)[-1]
        return [
            _query("arrived", "AWS/SQS", "NumberOfMessagesSent", "QueueName", name, "Sum"),
            _query("oldest", "AWS/SQS", "ApproximateAgeOfOldestMessage", "QueueName", name, "Maximum"),
        ]
    if source is Source.KINESIS:
        name = arn.split("stream/", 1)[-1].split("/", 1)[0]
        return [_query("arrived", "AWS/Kinesis", "IncomingRecords", "StreamName", name, "Sum")]
    return []


def _durations(
    invocations: Mapping[dt.datetime, float],
    durations: Mapping[dt.datetime, float],
    arrived: Mapping[dt.datetime, float],
) -> tuple[float | None, float | None, str]:
    """Fixed and per-message time by least squares over minutes, weighted by invocations; else by halves."""
    rows = [
        (arrived[at] / count, durations[at], count)
        for at, count in invocations.items()
        if count and durations.get(at) and arrived.get(at)
    ]
    weight = sum(count for _, _, count in rows)
    if not weight:
        return None, None, ""
    size = sum(n * count for n, _, count in rows) / weight
    mean = sum(ms * count for _, ms, count in rows) / weight
    spread = sum((n - size) ** 2 * count for n, _, count in rows) / weight
    if len(rows) >= 10 and spread**0.5 > _LEAST_SPREAD * size:
        slope = sum((n - size) * (ms - mean) * count for n, ms, count in rows) / weight / spread
        if 0 < slope * size < mean:
            return mean - slope * size, slope, f"by least squares over {len(rows)} minutes"
    fixed = mean * FIXED_SHARE
    return (
        fixed,
        (mean - fixed) / size,
        f"by halves of {mean:,.3g} ms for {size:,.2g} messages, as batches hardly differ in size",
    )


def _query(id_: str, namespace: str, metric: str, dimension: str, name: str, statistic: str) -> dict[str, object]:
    dimensions = [{"Name": dimension, "Value": name}]
    found = {"Namespace": namespace, "MetricName": metric, "Dimensions": dimensions}
    return {"Id": id_, "MetricStat": {"Metric": found, "Period": 60, "Stat": statistic}}
