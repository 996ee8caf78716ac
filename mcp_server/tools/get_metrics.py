"""The tool `get_metrics`."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field

from guidance.advice.metrics import read_window
from mcp_server.metrics import MetricsResult, answer
from mcp_server.observe import observe
from mcp_server.tools import Caller


def get_metrics(
    caller: Caller,
    targets: Annotated[
        list[str],
        Field(
            description="lambda:NAME, sqs:NAME, httpapi:ID, restapi:NAME, dynamodb:NAME, kinesis:NAME, statemachine:ARN, "
            "eventbus:NAME, rule:NAME, sns:NAME, stack:NAME"
        ),
    ],
    start: Annotated[str | None, Field(description="ISO 8601, or before end; default -3h")] = None,
    end: Annotated[str | None, Field(description="default now")] = None,
    period_seconds: int | None = None,
    detail: Annotated[Literal["summary", "series"], Field(description="series: every point")] = "summary",
    chart: Annotated[bool, Field(description="PNG")] = False,
    region: str | None = None,
    profile: str | None = None,
) -> MetricsResult:
    """Read the few CloudWatch metrics that matter of deployed serverless resources: figures, trends, what is wrong, alarms.

    Use first when something deployed is slow, fails or costs too much.
    """
    window = read_window(start, end, period_seconds, now=dt.datetime.now(tz=dt.UTC).replace(microsecond=0))
    seen = caller.progress.unless_cancelled(
        lambda: observe(caller.settings, targets, window, region, profile, caller.step)
    )
    return answer(seen, series=detail == "series", chart=chart)
