"""The function's own code fails, or cannot even start."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from guidance.advice.diagnose.model import Cause, Evidence, threshold
from guidance.advice.logs import Group, quoted
from guidance.advice.metrics.shifts import onset
from guidance.model import Severity


def weigh(evidence: Evidence) -> Iterator[Cause]:
    """By the errors that logs hold; without logs by their number."""
    started = evidence.groups("init")
    if started:
        yield Cause(
            "failing-init", "its code cannot be loaded", 0.97, Severity.ERROR, tuple(_told(each) for each in started[:2]),
            "Check Handler against the file's and function's name, and that the package holds what it imports, built for the "
            "function's runtime and architecture.", ("CLD-02",),
            frozenset({"lambda-errors", "failing-code", "poison-record", "sqs-redelivered", "sqs-dead-letters"}),
        )  # fmt: skip
    finding = evidence.findings.get("lambda-errors")
    if finding is None or finding.severity is Severity.INFO:
        return
    began = _began(evidence)
    groups = evidence.groups("error")
    total = sum(each.count for each in groups)
    main = [each for each in groups[:1] if each.count >= threshold("signature_share") * total]
    title = f"its code fails: {quoted(main[0].signature[:90])}" if main else "its code fails"
    says = [finding.message, *(_told(each) for each in groups[:3])]
    weight = 0.65 if groups else 0.45
    if began is not None:
        title = f"it fails since it was deployed or configured at {began:%H:%M} UTC"
        weight = 0.82
    elif evidence.logs is not None and not groups:
        says.append("Its log holds none of these errors: look at what invokes it.")
    yield Cause(
        "failing-code", title, weight, finding.severity, tuple(says),
        "Point the alias back to the version before, then repair it." if began is not None
        else f"Repair {quoted(main[0].frame)}." if main and main[0].frame else finding.next_step,
        ("ERR-05", "OBS-13") if began is not None else finding.practices,
        frozenset({"lambda-errors", "sqs-redelivered", "sqs-dead-letters", "api-server-errors"}),
    )  # fmt: skip


def _told(group: Group) -> str:
    place = f" at {quoted(group.frame)}" if group.frame else ""
    return f"{quoted(group.signature)}{place}: {group.count}x, {group.first:%H:%M} to {group.last:%H:%M} UTC."


def _began(evidence: Evidence) -> dt.datetime | None:
    """When it was deployed, if the errors began just after that."""
    errors = evidence.metric("Errors")
    if evidence.deployed is None or errors is None:
        return None
    period = evidence.window.period_seconds
    began = onset(errors.points, evidence.window.start, period)
    at = dt.datetime.fromisoformat(evidence.deployed).astimezone(dt.UTC)
    return at if began is not None and -period <= (began - at).total_seconds() <= 2 * period else None
