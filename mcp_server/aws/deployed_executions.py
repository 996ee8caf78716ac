"""One durable execution with its history. Error messages and payloads are asked for only where sensitive data may be read."""

from __future__ import annotations

import datetime as dt
from typing import Any

from guidance.advice.diagnose.execution import Execution, ExecutionEvent
from guidance.advice.logs import mask
from mcp_server.aws.failures import NotFoundError
from mcp_server.aws.sessions import Aws

MOST_EVENTS = 5_000
"""An execution has at most 3,000 operations; of more events the newest are read."""
_SAID = 240


def read_execution(aws: Aws, arn: str, *, sensitive: bool) -> tuple[Execution, list[str]]:
    """An execution by its ARN, and what was left out.

    Args:
        aws: Where.
        arn: Its ARN.
        sensitive: Whether error messages are read.

    Raises:
        NotFoundError: when there is none; the message says why that may be.
        AwsError: when AWS cannot be asked or refuses.

    """
    try:
        found = aws.call("lambda", "GetDurableExecution", DurableExecutionArn=arn, IncludeExecutionData=sensitive)
    except NotFoundError:
        raise NotFoundError(
            f"There is no durable execution {arn.rsplit('/', 2)[-2][:64]} in {aws.told}: ended ones are kept for "
            "RetentionPeriodInDays of the function's DurableConfig."
        ) from None
    events: list[ExecutionEvent] = []
    notes: list[str] = []
    pages = aws.pages(
        "lambda",
        "GetDurableExecutionHistory",
        DurableExecutionArn=arn,
        IncludeExecutionData=sensitive,
        ReverseOrder=True,
    )
    for page in pages:
        events += [_event(each, sensitive=sensitive) for each in page["Events"]]
        if len(events) >= MOST_EVENTS:
            notes.append(f"The newest {len(events):,} events of its history were read.")
            break
    events.reverse()  # oldest first; what happened at once keeps its order
    return _execution(found, sorted(events, key=lambda each: each.time), sensitive=sensitive), notes


def _execution(found: dict[str, Any], events: list[ExecutionEvent], *, sensitive: bool) -> Execution:
    ends = found.get("ExpectedExecutionTimeoutTimestamp")
    started = _utc(found["StartTimestamp"])
    seconds = (found.get("DurableConfig") or {}).get("ExecutionTimeout") or (
        (_utc(ends) - started).total_seconds() if ends else None
    )
    error = _error(found.get("Error") or {}, sensitive=sensitive)
    return Execution(
        str(found["DurableExecutionName"]), str(found["Status"]), started,
        _utc(found["EndTimestamp"]) if found.get("EndTimestamp") else None, seconds, events,
        ": ".join(each for each in error if each),
    )  # fmt: skip


def _event(each: dict[str, Any], *, sensitive: bool) -> ExecutionEvent:
    details: dict[str, Any] = each.get(f"{each['EventType']}Details") or {}
    failure = details.get("Error") or {}
    type_, message = _error(failure.get("Payload") or {}, sensitive=sensitive)
    retry = details.get("RetryDetails") or {}
    return ExecutionEvent(
        type=str(each["EventType"]),
        time=_utc(each["EventTimestamp"]),
        id=str(each.get("Id") or ""),
        name=str(each.get("Name") or "")[:256],
        error_type=type_,
        error_message=message,
        attempt=int(retry.get("CurrentAttempt") or 0),
        next_delay_seconds=retry.get("NextAttemptDelaySeconds"),
        timeout_seconds=details.get("Timeout"),
        until=_utc(details["ScheduledEndTimestamp"]) if details.get("ScheduledEndTimestamp") else None,
        function=str(details.get("FunctionName") or ""),
    )


def _error(error: dict[str, Any], *, sensitive: bool) -> tuple[str, str]:
    message = " ".join(mask(str(error.get("ErrorMessage") or "")).split())[:_SAID] if sensitive else ""
    return str(error.get("ErrorType") or "")[:120], message


def _utc(time: dt.datetime) -> dt.datetime:
    return time.astimezone(dt.UTC) if time.tzinfo else time.replace(tzinfo=dt.UTC)
