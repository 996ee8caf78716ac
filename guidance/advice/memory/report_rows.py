"""Report lines that Logs Insights has taken apart: rows of `@duration`, `@memorySize`, ... instead of `@message`.

The fields it discovers in Lambda's logs, read 2026-11-20, and memory in bytes of 1,000 x 1,000:
https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_AnalyzeLogData-discoverable-fields.html
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

from guidance.advice.memory.report_lines import Kind, Line

MARK = b"@duration"
MOST_BYTES = 32 << 20
"""Logs Insights returns at most 10,000 rows, a few megabytes."""


def rows(text: str) -> Iterator[tuple[str | None, Line]]:
    """Every row that is an invocation: the function's name where `@log` tells it, and the line."""
    for number, row in enumerate(_rows(text)):
        duration, memory, used = (_number(row.get(k)) for k in ("@duration", "@memorySize", "@maxMemoryUsed"))
        if duration is None:
            continue
        group = str(row.get("@log") or "").rsplit("/aws/lambda/", 1)
        identity = str(row.get("@requestId") or f"row {number}").encode()
        if memory is None:
            yield None, Line(0, identity, 0, 0, 0, Kind.TRUNCATED)
            continue
        kind = Kind.COLD if _number(row.get("@initDuration")) is not None else Kind.WARM
        kind = Kind.RESTORED if _number(row.get("@restoreDuration")) is not None else kind
        line = Line(0, identity, duration, round(memory / 1e6), round((used or 0) / 1e6), kind)
        yield group[1] if len(group) == 2 else None, line


def _rows(text: str) -> Iterator[Mapping[str, Any]]:
    start = text.lstrip("\ufeff \t\r\n")
    if not start.startswith(("{", "[")):
        yield from csv.DictReader(io.StringIO(start))
        return
    try:
        value = json.loads(start)
    except (ValueError, RecursionError):
        return
    found = value.get("results") if isinstance(value, dict) else value
    for row in found if isinstance(found, list) else ():
        if isinstance(row, dict):
            yield row
        elif isinstance(row, list):
            yield {str(each.get("field")): each.get("value") for each in row if isinstance(each, dict)}


def _number(value: object) -> float | None:
    try:
        return float(str(value)) if value not in (None, "") else None
    except ValueError:
        return None
