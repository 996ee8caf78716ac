"""The tool `get_logs`."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import Field

from guidance.advice.metrics import read_window
from mcp_server.logs import ask
from mcp_server.logs_result import LogsResult, answer
from mcp_server.tools import Caller


def get_logs(
    caller: Caller,
    target: Annotated[str, Field(description="Function (name or ARN), or log group (/aws/...)")],
    query: Annotated[
        str,
        Field(
            description="errors, timeouts, out_of_memory, cold_starts, slowest, durable; or Logs Insights text, such as "
            "filter @message like /refund/ | stats count(*) by bin(5m)"
        ),
    ] = "errors",
    start: Annotated[str | None, Field(description="ISO 8601, or before end; default -3h")] = None,
    end: Annotated[str | None, Field(description="default now")] = None,
    region: str | None = None,
    profile: str | None = None,
) -> LogsResult:
    """Ask the logs of a deployed function: errors grouped by signature with counts, cold starts, timeouts, memory, the slowest.

    Use when metrics show errors or slowness and you need to know which. Secrets are masked; a query costs by what it scans.
    """
    window = read_window(start, end, now=dt.datetime.now(tz=dt.UTC).replace(microsecond=0))
    return answer(ask(caller, target, query, window, region, profile))
