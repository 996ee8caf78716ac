"""Invocations end because their memory is used up."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.advice.diagnose.model import Cause, Evidence, threshold
from guidance.advice.logs import quoted
from guidance.advice.metrics.words import count
from guidance.model import Severity


def weigh(evidence: Evidence) -> Iterator[Cause]:
    """By what the runtime said when it was killed, and by report lines at the limit that ended badly."""
    if evidence.logs is None:
        return
    killed = evidence.groups("out_of_memory")
    full = [
        each
        for each in evidence.logs.reports
        if each.memory_mb and each.used_mb >= threshold("memory_share") * each.memory_mb and each.status != "success"
    ]
    if not killed and not full:
        return
    number = max(sum(each.count for each in killed), len(full))
    size = int(evidence.function.resource.number("memory_mb") or 0)
    says = [
        f"{count(number)} invocations ended without memory"
        + (f", since {killed[0].first:%H:%M} UTC." if killed else ".")
    ]
    says += [f"{quoted(each.signature)} ({each.count}x)" for each in killed[:2]]
    if full:
        says.append(f"{max(each.used_mb for each in full)} of {full[0].memory_mb} MB were in use at their end.")
    yield Cause(
        "out-of-memory", f"its memory ({size:,} MB) is used up", 0.93, Severity.ERROR, tuple(says),
        "Raise MemorySize above what it uses (recommend_memory computes how far), then see what grows: a cache without a bound, "
        "a whole file or result set held at once.",
        ("MEM-01", "MEM-02"),
        frozenset({"lambda-errors", "failing-code", "lambda-near-timeout", "cut-off", "slow-downstream", "lambda-slower"}),
    )  # fmt: skip
