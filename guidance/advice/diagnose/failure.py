"""Why a stack failed: the first resource that did, in the last operation, and what to change.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/troubleshooting.html
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from guidance.advice.diagnose.model import Cause, meaning
from guidance.model import Severity

_FOLLOWS = re.compile(
    r"(resource )?(creation|update|deletion|operation) cancell?ed|the following resource\(s\) failed", re.IGNORECASE
)
"""What is told of resources that failed only because another one did."""


@dataclass(frozen=True)
class StackEvent:
    """One event of a stack."""

    time: dt.datetime
    logical_id: str
    type: str
    status: str
    reason: str = ""
    physical_id: str = ""
    own: bool = False
    """Of the stack itself."""

    @property
    def begins(self) -> bool:
        """Whether an operation on the stack begins here."""
        return self.own and self.status in {
            "CREATE_IN_PROGRESS",
            "UPDATE_IN_PROGRESS",
            "DELETE_IN_PROGRESS",
            "IMPORT_IN_PROGRESS",
        }


def last_operation(newest_first: Iterable[StackEvent]) -> list[StackEvent]:
    """The events of the last operation, oldest first."""
    found = []
    for each in newest_first:
        found.append(each)
        if each.begins:
            break
    return found[::-1]


def first_failure(events: Iterable[StackEvent]) -> StackEvent | None:
    """The first resource that failed by itself; the stack's own failure when no resource did."""
    failed = [each for each in events if each.status.endswith("_FAILED")]
    alone = [each for each in failed if not each.own and not _FOLLOWS.search(each.reason)]
    return next(iter(alone or [each for each in failed if each.own] or failed), None)


def failure(status: str, reason: str, event: StackEvent | None, others: int, path: str = "") -> Cause:
    """A failed stack as a cause.

    Args:
        status: Of the stack.
        reason: That the stack gives.
        event: The first failure, if its events still tell.
        others: How many resources failed besides.
        path: The nested stacks that it lies in, such as "Database.".

    """
    if event is None:
        return Cause(
            "stack-failed", f"the stack is {status}", 0.9, Severity.ERROR, (reason,) if reason else (),
            "Its events no longer say why (they are kept for 90 days): deploy again, and diagnose then.", ("OBS-13",),
        )  # fmt: skip
    known = meaning("stacks", [event.reason])
    says = [f"At {event.time:%Y-%m-%d %H:%M:%S} UTC {event.status}: {event.reason or 'no reason is given'}"]
    says += [f"{others} other resources failed or were cancelled after it."] if others else []
    says.append(f"The stack is {status}.")
    step = (
        known["change"]
        if known
        else "Change what the reason names, and run validate_template on the template before deploying again."
    )
    if status == "ROLLBACK_COMPLETE":
        step += " A stack in ROLLBACK_COMPLETE has to be deleted before it can be created again."
    if status == "UPDATE_ROLLBACK_FAILED":
        step += " Then `aws cloudformation continue-update-rollback`."
    return Cause(
        "stack-failed", f"{path}{event.logical_id} ({event.type}) failed first", 0.99, Severity.ERROR, tuple(says), step,
        ("OBS-13",), resource=event.logical_id,
    )  # fmt: skip
