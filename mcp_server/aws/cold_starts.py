"""How many invocations were cold: counted by Logs Insights in the report lines, of which nothing but two numbers comes back."""

from __future__ import annotations

import time
from dataclasses import dataclass

from guidance.advice.metrics import Window
from mcp_server.aws.failures import AwsError
from mcp_server.aws.sessions import Aws

_COLD = ("Init Duration", "initDurationMs", "Restore Duration", "restoreDurationMs")
"""What a report line of a cold start says, as text and as JSON; after SnapStart it was restored."""
_QUERY = (
    'filter (@type = "REPORT" or @message like /platform.report/){stream} | stats count(*) as invocations, '
    + ", ".join(f'sum(strcontains(@message, "{words}")) as cold{number}' for number, words in enumerate(_COLD))
)
_SECONDS = 15.0
"""Longer is not waited: the answer is useful without."""


@dataclass(frozen=True)
class ColdStarts:
    """What was counted, and what counting cost."""

    invocations: int
    cold: int
    megabytes: float
    """Scanned, and paid for."""


def count_cold_starts(aws: Aws, function: str, group: str, window: Window) -> ColdStarts | None:
    """The cold starts of a function; None when they cannot be counted in time.

    Args:
        aws: Where.
        function: Its name.
        group: Its log group; where several functions share one, its streams are told by its name.
        window: When.

    Raises:
        AwsError: when AWS cannot be asked or refuses.

    """
    stream = "" if group == f"/aws/lambda/{function}" else f" and @logStream like /\\/{function}\\[/"
    started = aws.call(
        "logs", "StartQuery", logGroupName=group, queryString=_QUERY.format(stream=stream),
        startTime=int(window.start.timestamp()), endTime=int(window.end.timestamp()) - 1,
    )["queryId"]  # fmt: skip
    deadline, wait = time.monotonic() + _SECONDS, 0.1
    while time.monotonic() < deadline:
        answer = aws.call("logs", "GetQueryResults", queryId=started)
        if answer["status"] == "Complete":
            scanned = float(answer.get("statistics", {}).get("bytesScanned", 0.0)) / 1e6
            found = {each["field"]: each["value"] for row in answer["results"][:1] for each in row if "field" in each}
            if "invocations" not in found:
                return None
            cold = sum(float(found.get(f"cold{number}") or 0) for number in range(len(_COLD)))
            return ColdStarts(int(float(found["invocations"])), int(cold), scanned)
        if answer["status"] not in {"Scheduled", "Running"}:
            return None
        time.sleep(wait)
        wait = min(1.0, wait * 1.6)
    try:
        aws.call("logs", "StopQuery", queryId=started)
    except AwsError:
        return None
    return None
