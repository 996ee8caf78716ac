"""What the function calls has become slow: durations rose with neither a deployment nor more load."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from guidance.advice.diagnose.model import Cause, Evidence, threshold
from guidance.advice.logs import quoted
from guidance.advice.metrics import MetricSummary
from guidance.advice.metrics.shifts import Shift, shift
from guidance.advice.metrics.words import amount, change, count
from guidance.model import Severity

_WAITED = re.compile(
    r"time?d?.?out|ETIMEDOUT|ECONNRESET|ECONNREFUSED|deadline|socket hang up|unreachable", re.IGNORECASE
)


def weigh(evidence: Evidence) -> Iterator[Cause]:
    """By a rise of the duration, and by errors that are timeouts of calls."""
    duration = evidence.metric("Duration")
    if duration is None or not _slower(evidence, duration):
        return
    step = shift(duration.points) if "lambda-slower" in evidence.findings else None
    deployed = dt.datetime.fromisoformat(evidence.deployed) if evidence.deployed else None
    period = dt.timedelta(seconds=evidence.window.period_seconds)
    if step is not None and deployed is not None and -period <= step.at - deployed <= 2 * period:
        yield _since_deployment(evidence, step.at, step.before, step.after)
        return
    says, grew = _load(evidence, [_rise(evidence, duration, step)])
    waited = [
        each for each in evidence.groups("error", "timeout") if each.kind == "timeout" or _WAITED.search(each.signature)
    ]
    errors = sum(each.count for each in evidence.groups("error", "timeout"))
    part = sum(each.count for each in waited) / errors if errors else 0.0
    sure = bool(waited) and part >= threshold("slow_timeouts_share")
    near = evidence.findings.get("lambda-near-timeout")
    if sure:
        says += [
            f"{quoted(each.signature)} ({each.count}x{f', at {quoted(each.frame)}' if each.frame else ''})"
            for each in waited[:2]
        ]
    elif near is not None:
        says.append(near.message)
    more = {"lambda-errors", "failing-code"} if sure else set() if errors else {"failing-code"}
    yield Cause(
        "slow-downstream", "something it calls has become slow", 0.88 if sure else 0.42 if grew else 0.72,
        Severity.ERROR if near is not None and near.severity is Severity.ERROR else Severity.WARNING, tuple(says),
        "See which call it waits for (traces, or get_logs with the query slowest), and whether that service is throttled or slow "
        "itself; give each call a timeout and few retries that together fit into the function's timeout.",
        ("FLR-01", "FLR-02", "FLR-03"),
        frozenset({"lambda-slower", "lambda-near-timeout", "cut-off", "lambda-long-tail", *more}),
    )  # fmt: skip


def _rise(evidence: Evidence, duration: MetricSummary, step: Shift | None) -> str:
    """By how much it is slower, in words."""
    if step is not None:
        rise = f"{amount(step.before, 'ms')} to {amount(step.after, 'ms')} at {step.at:%H:%M} UTC"
        return f"p99 rose from {rise}, without a deployment just before."
    alone = "" if evidence.deployed else ", without a deployment"
    return f"p95 is {amount(duration.p95, 'ms')} ({change(duration.change_percent)} to the window before){alone}."


def _load(evidence: Evidence, says: list[str]) -> tuple[list[str], bool]:
    """What is said of the load besides, and whether it grew so much that it may be the reason."""
    invocations = evidence.metric("Invocations")
    if invocations is None:
        return says, False
    trend = change(invocations.change_percent)
    told = trend if trend not in {"", "="} else "as before"
    grew = (invocations.change_percent or 0.0) >= (threshold("load_grew") - 1) * 100
    return [*says, f"Load: {count(invocations.sum or 0)} invocations ({told})."], grew


def _slower(evidence: Evidence, duration: MetricSummary) -> bool:
    if "lambda-slower" in evidence.findings:
        return True
    rose = duration.change_percent is not None and duration.change_percent >= threshold("slower_percent")
    return rose and evidence.total("Invocations") >= 50


def _since_deployment(evidence: Evidence, at: dt.datetime, before: float, after: float) -> Cause:
    return Cause(
        "slower-since-deployment", f"it is slower since it was deployed or configured at {at:%H:%M} UTC", 0.8, Severity.WARNING,
        (f"p99 rose from about {amount(before, 'ms')} to {amount(after, 'ms')}.",
         (f"It has {int(evidence.function.resource.number('memory_mb') or 0):,} MB and a timeout of "
         f"{int(evidence.function.resource.number('timeout_seconds') or 0):,} s now.")),
        "Compare what changed (code, memory, VPC, layers), or point the alias back to the version before.",
        ("OBS-13", "MEM-01"), frozenset({"lambda-slower", "lambda-near-timeout", "cut-off", "lambda-long-tail"}),
    )  # fmt: skip
