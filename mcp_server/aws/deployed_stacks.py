"""A stack as CloudFormation has it: its state, the events of the last operation, its template."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from guidance.advice.diagnose.failure import StackEvent, first_failure, last_operation
from mcp_server.aws.failures import AwsError, NotFoundError
from mcp_server.aws.sessions import Aws
from mcp_server.aws.stacks import absent

_MOST_NESTED = 4
_MOST_EVENTS = 3_000


@dataclass(frozen=True)
class State:
    """How a stack is."""

    name: str
    id: str
    status: str
    reason: str

    @property
    def failed(self) -> bool:
        """Whether its last operation failed."""
        return "FAILED" in self.status or "ROLLBACK" in self.status

    @property
    def exists(self) -> bool:
        """Whether it has resources that may do something."""
        return self.status not in {"ROLLBACK_COMPLETE", "ROLLBACK_IN_PROGRESS", "REVIEW_IN_PROGRESS", "DELETE_COMPLETE"}


def read_state(aws: Aws, name: str) -> State:
    """The state of a stack, by name or ARN.

    Raises:
        NotFoundError: when there is none; the message offers the nearest.
        AwsError: when AWS cannot be asked or refuses.

    """
    try:
        found = aws.call("cloudformation", "DescribeStacks", StackName=name)["Stacks"][0]
    except NotFoundError:
        raise NotFoundError(absent(aws, name)) from None
    return State(
        found["StackName"], found.get("StackId", name), found["StackStatus"], found.get("StackStatusReason") or ""
    )


def read_failure(aws: Aws, name: str) -> tuple[StackEvent | None, int, str]:
    """The first failure of the last operation, how many others there were, and the nested stacks that it lies in.

    Raises:
        AwsError: when AWS cannot be asked or refuses.

    """
    path = ""
    for _ in range(_MOST_NESTED):
        events = last_operation(_events(aws, name))
        event = first_failure(events)
        if event is None or event.own or event.type != "AWS::CloudFormation::Stack" or not event.physical_id:
            return event, _others(events, event), path
        try:
            inner = first_failure(last_operation(_events(aws, event.physical_id)))
        except AwsError:
            return event, _others(events, event), path
        if inner is None:
            return event, _others(events, event), path
        path, name = f"{path}{event.logical_id}.", event.physical_id
    return event, _others(events, event), path


def _others(events: list[StackEvent], event: StackEvent | None) -> int:
    failed = {each.logical_id for each in events if each.status.endswith("_FAILED") and not each.own}
    return len(failed - {event.logical_id} if event is not None else failed)


def _events(aws: Aws, name: str) -> list[StackEvent]:
    """Newest first, of the last operation at least."""
    found: list[StackEvent] = []
    for page in aws.pages("cloudformation", "DescribeStackEvents", StackName=name):
        found += [_event(each) for each in page["StackEvents"]]
        if any(each.begins for each in found) or len(found) >= _MOST_EVENTS:
            break
    return found


def _event(each: dict[str, Any]) -> StackEvent:
    time: dt.datetime = each["Timestamp"]
    return StackEvent(
        time=time.astimezone(dt.UTC) if time.tzinfo else time.replace(tzinfo=dt.UTC),
        logical_id=each.get("LogicalResourceId", ""),
        type=each.get("ResourceType", ""),
        status=each.get("ResourceStatus", ""),
        reason=each.get("ResourceStatusReason") or "",
        physical_id=each.get("PhysicalResourceId") or "",
        own=bool(each.get("PhysicalResourceId")) and each.get("PhysicalResourceId") == each.get("StackId"),
    )


def read_template(aws: Aws, name: str) -> str:
    """The template that was deployed, as it was written.

    Raises:
        AwsError: when AWS cannot be asked or refuses.

    """
    body = aws.call("cloudformation", "GetTemplate", StackName=name, TemplateStage="Original")["TemplateBody"]
    return body if isinstance(body, str) else json.dumps(body, default=str)
