"""What one deployed function has already measured by running: durations by memory size, traffic, CPU time."""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass, field

from guidance.advice.memory import Measurement
from guidance.advice.memory.reports import LogError
from mcp_server.aws.failures import AwsError
from mcp_server.aws.function_logs import Logs, read_logs
from mcp_server.aws.function_metrics import Metrics, read_metrics
from mcp_server.aws.functions import Function, read_function, target, version_sizes
from mcp_server.aws.sessions import Aws, aws
from mcp_server.errors import CallError
from mcp_server.settings import Settings

WINDOWS = (14, 90)
"""Days that are looked back; the longer one for functions that hardly run."""


@dataclass(frozen=True)
class Measured:
    """A function, and what its runs tell."""

    function: Function
    where: Aws
    measurements: tuple[Measurement, ...]
    """None at all when it has not run; `missing` then says why."""
    metrics: Metrics | None
    sources: list[str]
    notes: list[str] = field(default_factory=list)
    missing: str | None = None


def located(settings: Settings, name: str, region: str | None, profile: str | None) -> tuple[Aws, Function]:
    """A function, and where it is; an ARN says its region itself.

    Raises:
        CallError: when it cannot be found, and why.

    """
    wanted = target(name)
    if region and wanted.region and region != wanted.region:
        raise CallError(f"region: is {region}, but the function's ARN says {wanted.region}. Leave one out.")
    where = aws(settings, region or wanted.region, profile)
    return where, read_function(where, wanted)


def read_measured(settings: Settings, name: str, region: str | None, profile: str | None) -> Measured:
    """Everything that the last two weeks tell of a function, or the last 90 days where it hardly runs.

    Args:
        settings: Of this run.
        name: The function's name or ARN.
        region: Where; None: as configured.
        profile: As whom; None: as configured.

    Raises:
        CallError: when AWS cannot be asked, refuses, or knows no such function.

    """
    where, function = located(settings, name, region, profile)
    end = dt.datetime.now(tz=dt.UTC).replace(microsecond=0)
    for days in WINDOWS:
        start = end - dt.timedelta(days=days)
        logs = read_logs(where, function.log_group, start, end)
        if logs is None or logs.report.functions:
            break
    notes: list[str] = []
    metrics = _metrics(where, function, start, end, notes)
    missing = _missing(function, logs, metrics, days, where)
    found: tuple[Measurement, ...] = ()
    if logs is not None and missing is None:
        try:
            found = logs.report.measurements(
                function.name, unsized_mb=function.memory_mb if function.managed_instances else None
            )
            notes += logs.report.notes(function.name)
        except LogError as error:
            missing = str(error)
    found = _with_cpu(found, function, metrics)
    notes += _unused_versions(where, function, found)
    sources = [f"{function.name} in {where.told}, the last {days} days by {logs.how if logs else 'metrics alone'}"]
    return Measured(function, where, found, metrics, sources, notes, missing)


def _metrics(where: Aws, function: Function, start: dt.datetime, end: dt.datetime, notes: list[str]) -> Metrics | None:
    """The metrics, without which the answer only lacks money a month and CPU time."""
    try:
        return read_metrics(where, function.name, start, end, function.modified)
    except AwsError as error:
        notes.append(f"Without metrics, so without monthly figures: {error}")
        return None


def _missing(function: Function, logs: Logs | None, metrics: Metrics | None, days: int, where: Aws) -> str | None:
    """Why there is nothing to read; None when there is."""
    if logs is not None and logs.report.functions:
        return None
    ran = metrics.invocations if metrics else None
    name, group = function.name, function.log_group
    if not ran:
        seen = "has no report lines" if logs else "does not exist"
        return (
            f"{name} in {where.told} has no invocations in the last {days} days: the log group {group} {seen} and CloudWatch "
            "counts none. Invoke it at least 10 times, or use tune_memory."
        )
    if logs is None:
        return (
            f"{name} ran {ran:,} times, but there is no log group {group}: its role may lack logs:CreateLogStream and "
            "logs:PutLogEvents. Pass `measurements`, or use tune_memory, which reads the answers to its own invocations."
        )
    return (
        f"{name} ran {ran:,} times, but {group} has no report lines: with the JSON log format set the system log level to INFO "
        "(LoggingConfig.SystemLogLevel)."
    )


def _with_cpu(found: tuple[Measurement, ...], function: Function, metrics: Metrics | None) -> tuple[Measurement, ...]:
    """CPU time, by Lambda Insights, belongs to the present size."""
    if metrics is None or metrics.cpu_ms is None or metrics.cpu_samples < 10:
        return found
    return tuple(
        dataclasses.replace(each, cpu_ms=metrics.cpu_ms) if each.memory_mb == function.memory_mb else each
        for each in found
    )


def _unused_versions(where: Aws, function: Function, found: tuple[Measurement, ...]) -> list[str]:
    """Versions of sizes that did not run: measuring there needs no change at all."""
    if len(found) > 2:
        return []
    try:
        sizes = version_sizes(where, function.name)
    except AwsError:
        return []
    known = {each.memory_mb for each in found} | {function.memory_mb}
    idle = {mb: versions for mb, versions in sizes.items() if mb not in known and versions != ["$LATEST"]}
    return [
        f"Version {versions[-1]} has {mb:,} MB but did not run: invoking {function.name}:{versions[-1]} measures that size, "
        "with that version's code."
        for mb, versions in sorted(idle.items())[:2]
    ]
