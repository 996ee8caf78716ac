"""The function's role lacks an action."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from guidance.advice.diagnose.model import Cause, Evidence
from guidance.advice.logs import quoted
from guidance.model import Severity

_ACTION = re.compile(r"not authorized to perform:? (?P<action>[a-z0-9-]{2,40}:[A-Z]\w{2,60})")
_DENIED = re.compile(r"AccessDenied|not authorized to perform|UnauthorizedOperation|KMSAccessDenied")


def weigh(evidence: Evidence) -> Iterator[Cause]:
    """By errors in the log that say so."""
    groups = [each for each in evidence.groups("error", "init") if _DENIED.search(f"{each.signature} {each.example}")]
    if not groups:
        return
    actions = Counter(match["action"] for each in groups if (match := _ACTION.search(each.example)))
    named = ", ".join(action for action, _ in actions.most_common(3))
    number = sum(each.count for each in groups)
    yield Cause(
        "denied", f"its role may not use {named}" if named else "its role lacks a permission", 0.9, Severity.ERROR,
        (f"{number}x since {min(each.first for each in groups):%H:%M} UTC: {quoted(groups[0].signature)}.",),
        f"Allow {named} on that resource in the execution role, and no more." if named
        else "Allow the action that the error names in the execution role.", ("ERR-05",),
        frozenset({"lambda-errors", "failing-code", "sqs-redelivered", "sqs-dead-letters"}),
    )  # fmt: skip
