"""Series out of CloudWatch: as many as 500 in one call, every page of it, and what it said of them besides."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from guidance.advice.metrics import Query, Series, Window
from guidance.advice.metrics.catalogue import cloudwatch
from mcp_server.aws.sessions import Aws
from mcp_server.findings import clean

_AT_ONCE = 4
_MOST_NOTES = 3


@dataclass(frozen=True)
class Read:
    """What was read."""

    series: list[Series]
    """One for each query, in order."""
    notes: list[str]
    """What CloudWatch left out, in words."""


def read_series(aws: Aws, queries: Sequence[Query], window: Window) -> Read:
    """The series of a window and of the one before it.

    Args:
        aws: Where.
        queries: What to ask for.
        window: The window.

    Raises:
        AwsError: when AWS cannot be asked or refuses.

    """
    size = int(cloudwatch()["queries_per_call"])
    batches = [queries[start : start + size] for start in range(0, len(queries), size)]
    if len(batches) <= 1:
        parts = [_batch(aws, batch, window) for batch in batches]
    else:
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            parts = list(pool.map(lambda batch: _batch(aws, batch, window), batches))
    notes = list(dict.fromkeys(note for part in parts for note in part.notes))
    return Read([each for part in parts for each in part.series], notes[:_MOST_NOTES])


def _batch(aws: Aws, queries: Sequence[Query], window: Window) -> Read:
    points: list[list[tuple[dt.datetime, float]]] = [[] for _ in queries]
    notes: list[str] = []
    status: dict[int, str] = {}
    pages = aws.pages(
        "cloudwatch", "GetMetricData", MetricDataQueries=[_query(number, each, window) for number, each in enumerate(queries)],
        StartTime=window.previous, EndTime=window.end, ScanBy="TimestampAscending",
    )  # fmt: skip
    for page in pages:
        notes += [_note(message) for message in page.get("Messages") or ()]
        for result in page["MetricDataResults"]:
            number = int(result["Id"][1:])
            points[number] += zip((_utc(at) for at in result["Timestamps"]), result["Values"], strict=True)
            status[number] = result.get("StatusCode") or "Complete"
            notes += [_note(message) for message in result.get("Messages") or ()]
    short = sorted(
        {queries[number].metric for number, code in status.items() if code in {"PartialData", "InternalError"}}
    )
    if short:
        notes.append(
            f"CloudWatch answered in part only for {', '.join(short[:5])}: their figures are too low. Try again."
        )
    series = [Series(query, tuple(sorted(found))) for query, found in zip(queries, points, strict=True)]
    return Read(series, notes)


def _query(number: int, query: Query, window: Window) -> dict[str, object]:
    return {
        "Id": f"m{number}",
        "MetricStat": {
            "Metric": {
                "Namespace": query.namespace,
                "MetricName": query.metric,
                "Dimensions": [{"Name": name, "Value": value} for name, value in query.dimensions],
            },
            "Period": window.whole_seconds if query.whole else window.period_seconds,
            "Stat": query.statistic,
        },
    }


def _note(message: dict[str, str]) -> str:
    return f"CloudWatch: {clean(str(message.get('Value') or message.get('Code')))[:200]}"


def _utc(time: dt.datetime) -> dt.datetime:
    return time.astimezone(dt.UTC) if time.tzinfo else time.replace(tzinfo=dt.UTC)
