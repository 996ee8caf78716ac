"""One record that always fails holds up its shard, partition or message group: nothing behind it is processed."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from guidance.advice.diagnose.model import Cause, Evidence, Source, data
from guidance.advice.logs import quoted
from guidance.advice.metrics import MetricSummary
from guidance.advice.metrics.model import length
from guidance.advice.metrics.words import count
from guidance.model import Severity


def weigh(evidence: Evidence) -> Iterator[Cause]:
    """By an age that grows a second each second while the function fails."""
    errors = evidence.total("Errors")
    for source in evidence.sources:
        age, scale = _age(evidence, source)
        if age is None or not errors:
            continue
        pace = _pace(age, scale)
        if pace is None:
            continue
        yield _cause(evidence, source, (age.last or 0.0) * scale, errors)


def _age(evidence: Evidence, source: Source) -> tuple[MetricSummary | None, float]:
    """How old the oldest record is, and what makes seconds of it."""
    if source.kind == "kafka":
        return None, 1.0  # its lag is told in records, not in time
    if source.stream:
        return evidence.metric("IteratorAge"), 1e-3
    fifo = source.summary is not None and source.summary.resource.facts.get("fifo")
    return (source.summary.metric("ApproximateAgeOfOldestMessage") if fifo and source.summary else None), 1.0


def _pace(age: MetricSummary, scale: float) -> float | None:
    """Seconds by which it grew each second, since it began to; None when it does not grow as time passes."""
    points = age.points
    begin = next((number for number in range(len(points)) if _rises(points[number:])), None)
    if begin is None or len(points) - begin < 3:
        return None
    (first, low), (last, high) = points[begin], points[-1]
    pace = (high - low) * scale / (last - first).total_seconds()
    least, most = data()["thresholds"]["growth_per_second"]
    return pace if least <= pace <= most else None


def _rises(points: tuple[tuple[object, float], ...]) -> bool:
    return all(later[1] > earlier[1] for earlier, later in itertools.pairwise(points))


def _cause(evidence: Evidence, source: Source, lag: float, errors: float) -> Cause:
    stuck = "message group" if source.kind == "sqs" else "shard"
    says = [
        f"The oldest record of {source.name} is {length(lag)} old and ages a second each second: nothing of its {stuck} is done.",
        f"{count(errors)} of {count(evidence.total('Invocations'))} invocations failed meanwhile"
        + (", none was throttled." if not evidence.total("Throttles") else "."),
    ]
    steps = []
    if source.stream and source.unbounded:
        says.append(
            "MaximumRetryAttempts and MaximumRecordAgeInSeconds are not set: it is tried until the record expires."
        )
        steps.append("set MaximumRetryAttempts")
    if source.stream and not source.settings.get("BisectBatchOnFunctionError"):
        steps.append("BisectBatchOnFunctionError")
    if "ReportBatchItemFailures" not in (source.settings.get("FunctionResponseTypes") or ()):
        steps.append("ReportBatchItemFailures")
    if source.stream and not ((source.settings.get("DestinationConfig") or {}).get("OnFailure") or {}).get(
        "Destination"
    ):
        steps.append("an on-failure destination")
    says += [f"Most frequent error: {quoted(each.signature)} ({each.count}x)." for each in evidence.groups("error")[:1]]
    set_ = f"On the mapping {source.uuid} {', '.join(steps)}; then repair the handler for that record." if steps else ""
    return Cause(
        "poison-record", f"a record that always fails blocks a {stuck} of {source.name}", 0.95, Severity.ERROR, tuple(says),
        set_ or "Repair the handler for the record that fails; its position is in the function's log.",
        ("FLR-07", "FLR-08", "ESM-06"),
        frozenset({
            "lambda-iterator-behind", "lambda-errors", "kinesis-behind", "failing-code", "sqs-backlog", "sqs-old-messages",
            "sqs-redelivered",
        }), source.uuid,
    )  # fmt: skip
