"""From what a caller of `recommend_memory` has to measurements: lists, logs, Power Tuning's results, a deployed function."""

from __future__ import annotations

import contextlib
import gzip
import os
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from guidance.advice.memory import Architecture, Measurement, Request
from mcp_server.errors import CallError
from mcp_server.settings import Settings
from mcp_server.sources import exists
from mcp_server.tools import Caller

if TYPE_CHECKING:
    from mcp_server.aws.measured import Measured

_BLOCK = 1 << 20
_WORDS = ("REPORT RequestId", "platform.report", "@duration", "\n", "\t")


@dataclass
class Gathered:
    """Measurements, and what came with them."""

    measurements: list[Measurement] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    architecture: Architecture | None = None
    """As the source tells it."""
    deployed: Measured | None = None

    def add_log(self, report_log: str, caller: Caller, function: str | None) -> None:
        """A log: its text, or a file in the workspace.

        Raises:
            CallError: when there is no such file.
            LogError: when the log cannot be answered from.

        """
        from guidance.advice.memory.reports import read_reports

        if any(word in report_log for word in _WORDS):
            log, shown = read_reports([report_log.encode("utf-8", "replace")]), "the log"
        else:
            path = _log_path(report_log, caller.settings)
            shown = f"`{path.name}`"
            try:
                log = read_reports(_blocks(path, caller))
            except (OSError, EOFError) as error:
                raise CallError(f"report_log: '{report_log[:200]}' cannot be read: {error}.") from None
        name = function.rsplit(":function:", 1)[-1].split(":", 1)[0] if function else None
        found = log.measurements(name)
        told = log.function(name)
        self.measurements += found
        of = f" of {told.name}" if told.name else ""
        self.sources.append(f"{sum(len(s.warm_ms) for s in told.sizes.values()):,} warm invocations{of} in {shown}")
        self.notes += log.notes(name)

    def add_power_tuning(self, power_tuning: str) -> None:
        """A result of Power Tuning.

        Raises:
            PowerTuningError: when it is none.

        """
        from guidance.advice.memory.power_tuning import read_power_tuning

        found = read_power_tuning(power_tuning)
        self.measurements += found.measurements
        self.architecture = self.architecture or found.architecture
        self.sources.append(f"Power Tuning at {len(found.sizes_mb)} sizes")

    def add_function(self, name: str, caller: Caller, region: str | None, profile: str | None) -> None:
        """A deployed function.

        Raises:
            CallError: when AWS cannot be asked, refuses, or there is nothing to read.

        """
        from mcp_server.aws.measured import read_measured

        caller.step(0.0, f"reading what {name} has measured by running")
        self.deployed = read = caller.progress.unless_cancelled(
            lambda: read_measured(caller.settings, name, region, profile)
        )
        if read.missing is not None and not self.measurements:
            raise CallError(read.missing)
        self.notes += [*read.notes, *([read.missing] if read.missing else [])]
        self.measurements += read.measurements
        self.sources += read.sources
        self.architecture = Architecture(read.function.architecture)

    @property
    def function_arn(self) -> str | None:
        """Of the deployed function, where one was read."""
        return self.deployed.function.arn if self.deployed else None

    def completed(self, request: Request) -> Request:
        """A request with what the deployed function tells, where the caller has not said otherwise."""
        if self.deployed is None:
            return request
        function, metrics = self.deployed.function, self.deployed.metrics
        return replace(
            request,
            region=self.deployed.where.region,
            max_memory_used_mb=request.max_memory_used_mb or (metrics.max_memory_used_mb if metrics else None),
            timeout_seconds=request.timeout_seconds or function.timeout_seconds,
            monthly_invocations=request.monthly_invocations or (metrics.monthly_invocations if metrics else None),
            current_memory_mb=function.memory_mb,
            managed_instances=function.managed_instances,
        )


def price_region(settings: Settings, region: str | None) -> str:
    """The region whose prices count, without asking AWS."""
    return (
        region or settings.region or os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or "us-east-1"
    )


def _log_path(text: str, settings: Settings) -> Path:
    """A file in the workspace.

    Raises:
        CallError: when there is none of that name, or it lies outside.

    """
    if not text.strip() or "\0" in text:
        raise CallError("report_log: is empty. Pass the log's text, or the path of a file in the workspace.")
    roots = [root.resolve() for root in settings.workspaces]
    inside = []
    for root in roots:
        try:
            path = (root / Path(text.strip()).expanduser()).resolve()
        except (OSError, RuntimeError, ValueError):
            continue
        inside += [path] if any(path.is_relative_to(each) for each in roots) else []
    if not inside:
        allowed = ", ".join(f"'{root}'" for root in roots)
        raise CallError(
            f"report_log: '{text[:200]}' is outside the workspace {allowed}. Start the server with --workspace DIR, or pass "
            "the text."
        )
    found = next((path for path in inside if exists(path) and path.is_file()), None)
    if found is None:
        raise CallError(
            f"report_log: '{text[:200]}' is neither a log (it has no line `REPORT RequestId: ...`) nor a file in the workspace."
        )
    return found


def _blocks(path: Path, caller: Caller) -> Iterator[bytes]:
    """A file's bytes; what CloudWatch exports to S3 is gzipped."""
    size = path.stat().st_size
    with path.open("rb") as file:
        zipped = file.read(2) == b"\x1f\x8b"
        file.seek(0)
        with gzip.open(file) if zipped else contextlib.nullcontext(file) as blocks:
            while block := blocks.read(_BLOCK):
                caller.step(file.tell() / size, f"reading {path.name}")
                yield block
