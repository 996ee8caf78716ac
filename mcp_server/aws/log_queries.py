"""CloudWatch Logs Insights: a query started, waited for, stopped when nobody wants it any more; what it gave and scanned."""

from __future__ import annotations

import datetime as dt
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from guidance.advice.logs import Row, insights
from mcp_server.aws.failures import AwsError, NotFoundError
from mcp_server.aws.sessions import Aws

SECONDS = 60.0
"""After so long a query is stopped; what it has found by then counts."""
_ENDED = {"Failed", "Cancelled", "Timeout", "Unknown"}
_FIRST_WAIT, _LONGEST_WAIT = 0.1, 1.0
_DIGITS = re.compile(r"\d{10,16}(?:\.0)?")


@dataclass(frozen=True)
class Found:
    """What a query gave."""

    rows: tuple[dict[str, str], ...] = ()
    """Fields by name."""
    scanned_bytes: float = 0.0
    matched: float = 0.0
    """Lines that matched, also those beyond the limit."""
    complete: bool = True
    """False: it was stopped, and lines are missing."""
    exists: bool = True
    """False: there is no such log group, so nothing was ever logged to it."""
    group: str = ""
    query: str = ""
    notes: list[str] = field(default_factory=list)

    def lines(self) -> list[Row]:
        """The rows as lines of a log; those without a time are left out."""
        timed = ((_time(each.get("@timestamp", "")), each) for each in self.rows)
        return [Row(at, each.get("@message", ""), each.get("@logStream", "")) for at, each in timed if at is not None]


def run_query(
    aws: Aws,
    group: str,
    query: str,
    start: dt.datetime,
    end: dt.datetime,
    *,
    most: int | None = None,
    wait: Callable[[float], None] = time.sleep,
    tell: Callable[[float], None] | None = None,
) -> Found:
    """Ask a log group a question, over a stretch of time.

    Args:
        aws: Where.
        group: The log group.
        query: In Logs Insights' language.
        start: From when on.
        end: Up to when.
        most: Rows at most, where the query has no limit of its own.
        wait: Sleeps; may raise to end it, and the query is then stopped.
        tell: Told the share of the time that has passed.

    Raises:
        AwsError: when AWS cannot be asked, refuses the query, or fails at it.

    """
    limit = {"limit": min(most, int(insights()["most_rows"]))} if most else {}
    try:
        query_id = aws.call(
            "logs", "StartQuery", logGroupName=group, queryString=query, startTime=int(start.timestamp()),
            endTime=int(end.timestamp()), **limit,
        )["queryId"]  # fmt: skip
    except NotFoundError:
        return Found(exists=False, group=group, query=query)
    return _waited(aws, query_id, Found(group=group, query=query), wait, tell or _unheard)


def _waited(
    aws: Aws, query_id: str, asked: Found, wait: Callable[[float], None], tell: Callable[[float], None]
) -> Found:
    """What a query gives; it is stopped when it takes too long, or nobody waits for it any more."""
    running = True
    try:
        answer, running = _answer(aws, query_id, wait, tell)
    finally:
        if running:
            _stop(aws, query_id)
    return _found(answer, asked.group, asked.query, complete=not running)


def _unheard(share: float) -> None:
    """Nobody wants to know how far it has come."""
    del share


def _answer(
    aws: Aws, query_id: str, wait: Callable[[float], None], tell: Callable[[float], None]
) -> tuple[dict[str, Any], bool]:
    """What it answers, and whether it still runs."""
    began, pause = time.monotonic(), _FIRST_WAIT
    while True:
        answer = aws.call("logs", "GetQueryResults", queryId=query_id)
        if answer["status"] == "Complete":
            return answer, False
        if answer["status"] in _ENDED:
            raise AwsError(
                f"Logs Insights ended the query as {answer['status']} in {aws.told}; ask for a shorter window, or try again."
            )
        passed = time.monotonic() - began
        if passed > SECONDS:
            return answer, True
        tell(passed / SECONDS)
        wait(pause)
        pause = min(_LONGEST_WAIT, pause * 1.6)


def _stop(aws: Aws, query_id: str) -> None:
    """A query that nobody waits for any more costs what it scans."""
    try:
        aws.call("logs", "StopQuery", queryId=query_id)
    except AwsError:
        return


def _found(answer: dict[str, Any], group: str, query: str, *, complete: bool) -> Found:
    statistics = answer.get("statistics") or {}
    rows = tuple(
        {each.get("field", ""): each.get("value", "") for each in row if each.get("field") != "@ptr"}
        for row in answer.get("results") or ()
    )
    matched = max(float(statistics.get("recordsMatched") or 0), float(len(rows)))
    return Found(rows, float(statistics.get("bytesScanned") or 0), matched, complete, group=group, query=query)


def _time(text: str) -> dt.datetime | None:
    """Logs Insights writes 2026-11-20 08:15:30.123, in UTC; some endpoints milliseconds since 1970."""
    if _DIGITS.fullmatch(text):
        return dt.datetime.fromtimestamp(float(text) / 1000, tz=dt.UTC)
    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)
