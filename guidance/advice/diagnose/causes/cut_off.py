"""Invocations are cut off by the function's own timeout."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.advice.diagnose.model import Cause, Evidence
from guidance.advice.logs import quoted
from guidance.model import Severity


def weigh(evidence: Evidence) -> Iterator[Cause]:
    """By durations at the timeout, and by what logs say of them."""
    finding = evidence.findings.get("lambda-near-timeout")
    if finding is None or finding.severity is not Severity.ERROR:
        return
    timeouts = evidence.groups("timeout")
    told = [
        f"{each.count}x {quoted(each.signature)}, {each.first:%H:%M} to {each.last:%H:%M} UTC." for each in timeouts[:1]
    ]
    yield Cause(
        "cut-off", "invocations are cut off by its timeout", 0.6 if timeouts else 0.5, finding.severity, (finding.message, *told),
        finding.next_step, finding.practices, frozenset({"lambda-near-timeout", "lambda-long-tail"}),
    )  # fmt: skip
