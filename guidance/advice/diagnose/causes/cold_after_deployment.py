"""A deployment replaced every environment, and requests wait for new ones to initialise."""

from __future__ import annotations

import datetime as dt
import statistics
from collections.abc import Iterator

from guidance.advice.diagnose.model import Cause, Evidence, threshold
from guidance.advice.metrics.words import amount, count, share
from guidance.model import Severity

_SPAN = dt.timedelta(minutes=30)
_PRACTICES = ("CLD-01", "CLD-14", "SNP-01")
_EXPLAINS = frozenset({"lambda-cold-starts", "lambda-long-tail", "lambda-slower", "slow-downstream"})


def weigh(evidence: Evidence) -> Iterator[Cause]:
    """By cold starts after the function was changed, against those before it."""
    if evidence.deployed is None:
        return
    at = dt.datetime.fromisoformat(evidence.deployed)
    if evidence.logs is not None:
        yield from _by_logs(evidence, at)
    else:
        yield from _by_metrics(evidence, at)


def _by_logs(evidence: Evidence, at: dt.datetime) -> Iterator[Cause]:
    cold = evidence.logs.cold() if evidence.logs else ()
    before = [each.init_ms or 0.0 for each in cold if at - _SPAN <= each.time < at]
    after = [each.init_ms or 0.0 for each in cold if at <= each.time < at + _SPAN]
    if len(after) < threshold("cold_after_deployment") or len(after) <= 2 * len(before):
        return
    median = statistics.median(after)
    earlier = [each.init_ms or 0.0 for each in cold if each.time < at]
    longer = bool(earlier) and median > 1.5 * statistics.median(earlier)
    if median < threshold("cold_init_ms") and not longer:
        return
    says = [
        (
            f"It was deployed or configured at {at:%H:%M} UTC; in 30 minutes after it {count(len(after))} environments started, "
            f"in the 30 before it {count(len(before))}."
        ),
        f"Initialising took {amount(median, 'ms')} (median), at most {amount(max(after), 'ms')}"
        + (f"; before it {amount(statistics.median(earlier), 'ms')}." if earlier else "."),
    ]
    yield _cause(evidence, at, says)


def _by_metrics(evidence: Evidence, at: dt.datetime) -> Iterator[Cause]:
    """Lambda Insights has a value for each cold start."""
    init = evidence.metric("init_duration")
    if init is None or init.p50 is None or init.p50 < threshold("cold_init_ms"):
        return
    before = [point for point in init.points if point[0] < at - dt.timedelta(seconds=evidence.window.period_seconds)]
    after = [point for point in init.points if point not in before]
    quiet = (at - evidence.window.start).total_seconds() / evidence.window.period_seconds
    if not after or len(before) > quiet / 2:
        return
    part = evidence.function.figure("cold_start_share")
    says = [
        f"It was deployed or configured at {at:%H:%M} UTC; cold starts in {len(after)} periods since, in {len(before)} before.",
        f"Initialising takes {amount(init.p50, 'ms')} (p50), at most {amount(init.max, 'ms')}"
        + (f"; {share(part)} of invocations are cold." if part else "."),
    ]
    yield _cause(evidence, at, says)


def _cause(evidence: Evidence, at: dt.datetime, says: list[str]) -> Cause:
    snap = evidence.function.resource.facts.get("snap_start")
    step = (
        "SnapStart is on: invoke the published version by its alias, and restore less."
        if snap
        else "Shorten initialisation (fewer imports, smaller package, more memory), then SnapStart or provisioned concurrency on "
        "an alias; shift traffic to a new version gradually."
    )
    return Cause(
        "cold-after-deployment", f"cold starts since the deployment at {at:%H:%M} UTC", 0.85, Severity.WARNING, tuple(says), step,
        _PRACTICES, _EXPLAINS,
    )  # fmt: skip
