"""The report lines of one function over a window: by Logs Insights, else by FilterLogEvents. Nothing else of its logs is read."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from guidance.advice.memory.reports import LogReport, read_reports
from mcp_server.aws.failures import AwsError, DeniedError, NotFoundError, ThrottledError
from mcp_server.aws.sessions import Aws

QUERY = (
    'fields @timestamp, @logStream, @message | filter @type = "REPORT" or @message like /platform.report/ '
    "| sort @timestamp desc | limit {most}"
)
PATTERN = '?"REPORT RequestId" ?"platform.report"'
SLICES = 4
"""The window is asked for in so many parts, so that sizes of earlier deployments are seen beside today's traffic."""
MOST_LINES = 10_000
_SECONDS = 45.0
_MOST_PAGES = 200


@dataclass(frozen=True)
class Logs:
    """What was read."""

    report: LogReport
    how: str
    """In words: by what, how many bytes were scanned, what was left."""


def read_logs(aws: Aws, group: str, start: dt.datetime, end: dt.datetime) -> Logs | None:
    """The report lines of a log group between two times; None when there is no such group.

    Raises:
        AwsError: when AWS cannot be asked or refuses both ways of reading.

    """
    try:
        return _by_insights(aws, group, start, end)
    except NotFoundError:
        return None
    except (DeniedError, ThrottledError, TimeoutError) as first:
        try:
            return _by_filter(aws, group, start, end)
        except NotFoundError:
            return None
        except DeniedError as second:
            raise (first if isinstance(first, DeniedError) else second) from None


def _by_insights(aws: Aws, group: str, start: dt.datetime, end: dt.datetime) -> Logs:
    query = QUERY.format(most=MOST_LINES // SLICES)
    step = (end - start) / SLICES
    deadline = time.monotonic() + _SECONDS
    queries = [
        aws.call(
            "logs", "StartQuery", logGroupName=group, queryString=query, startTime=int((start + step * each).timestamp()),
            endTime=int((start + step * (each + 1)).timestamp()) - (each + 1 < SLICES),
        )["queryId"]
        for each in range(SLICES)
    ]  # fmt: skip
    scanned, full = 0.0, 0
    lines: list[bytes] = []
    for number, query_id in enumerate(queries):
        answer = _result(aws, query_id, deadline)
        if answer is None:
            _stop(aws, queries[number:])
            raise TimeoutError
        rows = answer["results"]
        scanned += answer.get("statistics", {}).get("bytesScanned", 0.0)
        full += len(rows) >= MOST_LINES // SLICES
        for row in rows:
            found = {each.get("field"): each.get("value", "") for each in row}
            lines.append(_line(found.get("@logStream", ""), found.get("@message", "")))
    more = "; the newest of each quarter of the window, as there are more" if full else ""
    return Logs(read_reports(lines), f"Logs Insights ({scanned / 1e6:,.1f} MB scanned{more})")


def _line(stream: str, message: str) -> bytes:
    """A line with its stream, which names the function where several share a log group."""
    return f"{stream} {message.rstrip()}\n".encode()


def _result(aws: Aws, query_id: str, deadline: float) -> dict[str, Any] | None:
    wait = 0.1
    while time.monotonic() < deadline:
        answer = aws.call("logs", "GetQueryResults", queryId=query_id)
        if answer["status"] == "Complete":
            return answer
        if answer["status"] in {"Failed", "Cancelled", "Timeout"}:
            raise AwsError(f"Logs Insights ended the query as {answer['status']}; try a shorter window.")
        time.sleep(wait)
        wait = min(1.0, wait * 1.6)
    return None


def _stop(aws: Aws, queries: list[str]) -> None:
    """Queries that nobody waits for any more cost what they scan."""
    for query_id in queries:
        try:
            aws.call("logs", "StopQuery", queryId=query_id)
        except AwsError:
            return


def _by_filter(aws: Aws, group: str, start: dt.datetime, end: dt.datetime) -> Logs:
    left: list[str] = []

    def lines() -> Iterator[bytes]:
        count, deadline = 0, time.monotonic() + _SECONDS
        pages = aws.pages(
            "logs", "FilterLogEvents", logGroupName=group, filterPattern=PATTERN,
            startTime=int(start.timestamp() * 1000), endTime=int(end.timestamp() * 1000),
        )  # fmt: skip
        for number, page in enumerate(pages):
            for event in page["events"]:
                yield _line(event.get("logStreamName", ""), event["message"])
            count += len(page["events"])
            if count >= MOST_LINES or number + 1 >= _MOST_PAGES or time.monotonic() > deadline:
                left.append("; there are more")
                return

    report = read_reports(lines())
    return Logs(report, f"FilterLogEvents{''.join(left)}")
