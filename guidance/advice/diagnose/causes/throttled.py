"""Lambda turns requests away: the concurrency that the function may have is used up."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.advice.diagnose.model import Cause, Evidence
from guidance.advice.metrics.words import count
from guidance.model import Severity


def weigh(evidence: Evidence) -> Iterator[Cause]:
    """By Throttles, against what is reserved."""
    finding = evidence.findings.get("lambda-throttled")
    if finding is None:
        return
    reserved = finding.figures.get("reserved", -1)
    title = "its reserved concurrency is used up" if reserved >= 0 else "concurrency is used up"
    says = [finding.message]
    if reserved == 0:
        title = "its reserved concurrency is 0: it is switched off"
    if (events := evidence.metric("AsyncEventAge")) is not None and events.max:
        says.append(f"Asynchronous events wait up to {events.max / 1000:,.0f} s.")
    says += [
        f"{each.name}: {count(waiting.last)} messages wait."
        for each in evidence.sources
        if each.kind == "sqs" and each.summary is not None
        and (waiting := each.summary.metric("ApproximateNumberOfMessagesVisible")) is not None and waiting.last
    ]  # fmt: skip
    yield Cause(
        "throttled", title, 0.9 if finding.severity is Severity.ERROR else 0.6, finding.severity, tuple(says), finding.next_step,
        finding.practices,
        frozenset({
            "lambda-throttled", "lambda-async-delay", "sqs-backlog", "sqs-old-messages", "sqs-redelivered", "kinesis-behind",
            "lambda-iterator-behind", "lambda-events-dropped",
        }),
    )  # fmt: skip
