"""The tool `diagnose`."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import Field

from guidance.advice.metrics import read_window
from mcp_server.diagnose_result import DiagnosisResult, answer
from mcp_server.diagnose_target import of_target
from mcp_server.tools import Caller


def diagnose(
    caller: Caller,
    target: Annotated[
        str,
        Field(
            description="Function (name or ARN), mapping:UUID of an event source mapping, ARN of a durable execution, stack:NAME"
        ),
    ],
    start: Annotated[str | None, Field(description="ISO 8601, or before end; default -3h")] = None,
    end: Annotated[str | None, Field(description="default now")] = None,
    region: str | None = None,
    profile: str | None = None,
) -> DiagnosisResult:
    """Find out why something deployed is slow, fails or does not deploy: causes ranked with evidence and the next step.

    Reads configuration, metrics, deployed template, logs where allowed. Use when metrics show a fault, or a deployment failed.
    """
    window = read_window(start, end, now=dt.datetime.now(tz=dt.UTC).replace(microsecond=0))
    return answer(of_target(caller, target, window, region, profile))
