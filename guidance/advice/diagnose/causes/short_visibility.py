"""Messages come back to the queue while they are still being handled: the visibility timeout is shorter than the work."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.advice.diagnose.model import Cause, Evidence
from guidance.advice.metrics.model import length
from guidance.advice.metrics.words import amount, share
from guidance.model import Severity


def weigh(evidence: Evidence) -> Iterator[Cause]:
    """By receives without a delete that the function's errors do not explain."""
    duration, timeout = evidence.metric("Duration"), evidence.function.resource.number("timeout_seconds")
    for source in evidence.sources:
        if source.kind != "sqs" or source.summary is None or duration is None or not timeout:
            continue
        visible = source.summary.resource.number("visibility_timeout_seconds")
        again = source.summary.figure("redelivered_share") or 0.0
        found = {each.id for each in source.summary.findings}
        failing = evidence.function.figure("error_rate") or 0.0
        window = float(source.settings.get("MaximumBatchingWindowInSeconds") or 0)
        longest = (duration.max or 0.0) / 1000 + window
        if visible is None or "sqs-redelivered" not in found or failing > again / 2:
            continue
        if visible > longest and visible >= timeout:
            continue
        least = 6 * timeout + window
        yield Cause(
            "short-visibility", f"the visibility timeout of {source.name} ({length(visible)}) is shorter than the work",
            0.92 if visible <= longest else 0.6, Severity.ERROR,
            (
                (f"An invocation takes up to {amount(duration.max, 'ms')} (p95 {amount(duration.p95, 'ms')}), its timeout is "
                f"{length(timeout)}; after {length(visible)} the queue hands its messages out again."),
                (f"{share(again)} of receives did not end in a delete, while {share(failing)} "
                "of invocations fail: messages are handled twice."),
            ),
            f"Set VisibilityTimeout of {source.name} to {least:,.0f} s (six times the timeout, and the window).",
            ("SQS-01", "IDM-01"), frozenset({"sqs-redelivered", "sqs-dead-letters", "sqs-backlog"}), source.name,
        )  # fmt: skip
