"""What a log left unsaid, in sentences: why it cannot be used, what was left out, what makes it doubtful."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from guidance.advice.memory.report_lines import Kind

if TYPE_CHECKING:
    from guidance.advice.memory.reports import FunctionReport, LogReport

MOST_BYTES = 1 << 30
"""Of a log that is read at most."""


def told(log: LogReport) -> str:
    """The functions of a log, the busiest first."""
    many = sorted(log.functions.values(), key=lambda each: -each.invocations)
    told = [f"{each.name or 'lines without a name'} ({each.invocations:,} invocations)" for each in many[:8]]
    return ", ".join(told) + (f" and {len(many) - 8} more" if len(many) > 8 else "")


def nothing(log: LogReport) -> str:
    """Why a log has no invocation at all."""
    if log.counts[Kind.LOCAL]:
        return (
            f"The {log.counts[Kind.LOCAL]:,} report lines come from `sam local` (the runtime interface emulator): they measure "
            "this machine, not Lambda. Invoke the deployed function and pass its log."
        )
    if log.counts[Kind.TRUNCATED] or log.implausible:
        return (
            f"Every report line is cut ({log.counts[Kind.TRUNCATED]:,}) or impossible ({log.implausible:,}): a line needs "
            "Duration, Memory Size and Max Memory Used. Copy whole lines, from REPORT to the end."
        )
    if log.foreign is not None:
        return f"This is a log of {log.foreign}, not of Lambda: it has no line that begins with REPORT RequestId."
    return (
        "The log has no report line: neither `REPORT RequestId: ... Duration: ...` nor JSON of type platform.report. Do not "
        "filter them out; with the JSON log format they need the system log level INFO."
    )


def no_warm(function: FunctionReport) -> str:
    """Why no invocation of a function can be used."""
    if function.unsized_ms:
        return (
            f"The {len(function.unsized_ms):,} reports are of Lambda Managed Instances, which do not say the memory size: "
            "pass them as `measurements` with memory_mb, or the function's name alone, so that its configuration is read."
        )
    cold = sum(size.cold for size in function.sizes.values())
    failed = sum(size.failed for size in function.sizes.values())
    return (
        f"No invocation can be used: {cold:,} were cold starts and {failed:,} failed or timed out. Warm, successful ones are "
        "needed: invoke the function at least 10 times in a row."
    )


def left_out(log: LogReport, function: FunctionReport) -> Iterator[str]:
    """What was not averaged in."""
    cold = sum(size.cold for size in function.sizes.values())
    failed = sum(size.failed for size in function.sizes.values())
    if cold:
        starts = "start was" if cold == 1 else "starts were"
        yield f"{cold:,} cold {starts} left out: initialisation is another question than memory."
    if failed:
        yield f"{failed:,} failed or timed out {'invocation was' if failed == 1 else 'invocations were'} left out."
    if log.duplicates:
        yield f"{log.duplicates:,} lines were there twice; each counts once."
    if log.counts[Kind.TRUNCATED]:
        yield f"{log.counts[Kind.TRUNCATED]:,} cut report lines were left out."
    if log.implausible:
        yield f"{log.implausible:,} lines with impossible figures were left out."
    if log.counts[Kind.LOCAL]:
        yield f"{log.counts[Kind.LOCAL]:,} lines of `sam local` were left out: they measure a developer's machine."
    if log.unread:
        yield f"The log is longer than {MOST_BYTES >> 20:,} MB; the rest was not read."


def doubts(log: LogReport, function: FunctionReport) -> Iterator[str]:
    """What makes the figures doubtful."""
    if function.name is None and len(log.runtimes) > 1:
        yield (
            f"The log has initialisations of several runtimes ({', '.join(sorted(log.runtimes))}) and names no function: if it "
            "mixes functions, pass the lines of one."
        )
    if log.durable:
        yield (
            "The function is durable: each duration is one invocation, and an execution has as many as it was resumed. Sizes "
            "compare all the same; multiply by the invocations of an execution for its cost."
        )
    if function.sizes and function.unsized_ms:
        yield f"{len(function.unsized_ms):,} reports of Managed Instances have no memory size."
