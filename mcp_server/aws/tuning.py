"""Measuring a deployed function at other memory sizes, and leaving it as it was, also after being killed.

A run keeps its state in AWS: in the description of its alias, which is also its lock, and in those of the versions it publishes.
So the next run, on whatever machine, undoes what a killed one left.
"""

from __future__ import annotations

import base64
import datetime as dt
import json
import os
import socket
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from guidance.advice.memory.reports import read_reports
from mcp_server.aws.failures import AwsError, NotFoundError
from mcp_server.aws.functions import Function
from mcp_server.aws.sessions import Aws
from mcp_server.errors import CallError
from mcp_server.progress import Progress

ALIAS = "serverless-mcp-tuning"
_STALE = dt.timedelta(minutes=30)
"""A run that has not written its state for so long is dead."""
_READY_SECONDS = 300.0
"""SnapStart takes minutes to publish a version."""
_FAILURES = 3
_PUBLISHING = 0.2
"""The share of measuring one size that goes into making its version."""
_running: set[str] = set()
"""Runs of this process."""


class FailedError(CallError):
    """The function failed with the payload at a size."""


@dataclass
class Runs:
    """What was measured at one size."""

    memory_mb: int
    warm_ms: list[float] = field(default_factory=list)
    cold: int = 0
    max_memory_used_mb: int = 0


@dataclass
class Tuning:
    """A run: it publishes versions, invokes them, and takes everything back."""

    aws: Aws
    function: Function
    payload: bytes
    progress: Progress
    versions: dict[int, str] = field(default_factory=dict)
    """By memory size."""
    notes: list[str] = field(default_factory=list)
    _run: str = field(default_factory=lambda: uuid.uuid4().hex[:8])
    _setting: int | None = None
    """The memory that `$LATEST` has while a version is made."""

    @contextmanager
    def held(self) -> Iterator[Tuning]:
        """The run, alone at this function; whatever happens inside, everything is restored after it.

        Raises:
            CallError: when another run is at work (`clear` undoes a dead one), or something could not be restored.

        """
        self._call("CreateAlias", Name=ALIAS, FunctionVersion="$LATEST", Description=self._state())
        _running.add(self._run)
        try:
            yield self
        finally:
            _running.discard(self._run)
            try:
                self.notes += _undo(self.aws, self.function.name, self._state_now())
            except CallError as error:
                raise CallError(
                    f"{self.function.name} could not be restored: {error} Call tune_memory again, which begins by restoring it "
                    f"($LATEST belongs at {self.function.memory_mb:,} MB; delete the alias {ALIAS} and the versions "
                    "described so)."
                ) from None

    def measure(self, memory_mb: int, invocations: int, deadline: float, tell: Callable[[float, str], None]) -> Runs:
        """Invoke the function at one size until so many warm invocations have succeeded.

        Args:
            memory_mb: The size; its version is published first, where there is none yet.
            invocations: How many.
            deadline: Monotonic seconds after which no further one begins.
            tell: Takes the share that is done, and what is being done.

        Raises:
            CallError: when AWS refuses, or the function fails with this payload.
            Cancelled: when the caller does not want it any more.

        """
        tell(0.0, f"publishing a version with {memory_mb:,} MB")
        version = self.versions.get(memory_mb) or self._publish(memory_mb)
        self._call("UpdateAlias", Name=ALIAS, FunctionVersion=version, Description=self._state())
        runs = Runs(memory_mb)
        unread = 0
        for _ in range(invocations + 5):
            if len(runs.warm_ms) >= invocations or (runs.warm_ms and time.monotonic() > deadline):
                break
            share = _PUBLISHING + (1 - _PUBLISHING) * len(runs.warm_ms) / invocations
            tell(share, f"{memory_mb:,} MB: {len(runs.warm_ms)} of {invocations} invocations measured")
            unread += not self._invoke(runs)
            if unread >= _FAILURES:
                raise CallError(
                    f"The answers of {self.function.name} have no report line in their log tail: with the JSON log format set "
                    "the system log level to INFO (LoggingConfig.SystemLogLevel). Everything was restored."
                )
        return runs

    def _invoke(self, runs: Runs) -> bool:
        """One invocation; whether its report could be read. One that is cancelled runs to its end in Lambda, unattended."""
        name, payload = self.function.name, self.payload
        answer = self.progress.unless_cancelled(
            lambda: self.aws.call(
                "lambda", "Invoke", FunctionName=name, Qualifier=ALIAS, LogType="Tail", Payload=payload
            )
        )
        if answer.get("FunctionError"):
            raise FailedError(
                f"{self.function.name} fails with this payload at {runs.memory_mb:,} MB ({_error_type(answer['Payload'])}): pass "
                "a `payload` that it can handle. Everything was restored."
            )
        log = read_reports([base64.b64decode(answer.get("LogResult") or "")])
        for report in log.functions.values():
            for size in report.sizes.values():
                runs.warm_ms += size.warm_ms
                runs.cold += size.cold
                runs.max_memory_used_mb = max(runs.max_memory_used_mb, size.max_memory_used_mb)
        return bool(log.functions)

    def _publish(self, memory_mb: int) -> str:
        """A version of that size; `$LATEST` has it only while the version is made."""
        now = self._call("GetFunctionConfiguration")
        if (
            now["MemorySize"] != self.function.memory_mb
            or now["CodeSha256"] != self.function.configuration["CodeSha256"]
        ):
            raise CallError(
                f"{self.function.name} was changed while it was measured: call again. Everything was restored."
            )
        changes = memory_mb != self.function.memory_mb
        if changes:
            self._setting = memory_mb
            self._call("UpdateAlias", Name=ALIAS, FunctionVersion="$LATEST", Description=self._state())
            revision = {"RevisionId": now["RevisionId"]} if now.get("RevisionId") else {}
            self._call("UpdateFunctionConfiguration", MemorySize=memory_mb, **revision)
        try:
            if changes:
                _ready(self.aws, self.function.name, wait=self.progress.wait)
            self.progress.check()
            published = self._call("PublishVersion", Description=f"{ALIAS} {self._run}")
        finally:
            if changes:
                _restore(self.aws, self.function.name, self.function.memory_mb, memory_mb)
                self._setting = None
        version: str = published["Version"]
        self.versions[memory_mb] = version
        _ready(self.aws, self.function.name, version, self.progress.wait)
        return version

    def _call(self, operation: str, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - boto3's
        return self.aws.call("lambda", operation, FunctionName=self.function.name, **parameters)

    def _state(self) -> str:
        return json.dumps(self._state_now(), separators=(",", ":"))

    def _state_now(self) -> dict[str, Any]:
        """All that is needed to undo this run; an alias' description holds 256 characters."""
        at = dt.datetime.now(tz=dt.UTC).isoformat(timespec="seconds")
        state = {"run": self._run, "memory": self.function.memory_mb, "at": at, "host": _host(), "pid": os.getpid()}
        return state if self._setting is None else {**state, "setting": self._setting}


def clear(aws: Aws, name: str) -> list[str]:
    """Undo what a killed run left; what was undone, in sentences. The configuration read before may be that run's.

    Raises:
        CallError: when that run is still at work.

    """
    try:
        alias = aws.call("lambda", "GetAlias", FunctionName=name, Name=ALIAS)
    except NotFoundError:
        return []
    try:
        state = json.loads(alias.get("Description") or "")
        at = dt.datetime.fromisoformat(state["at"])
        int(state["memory"])
    except (ValueError, KeyError, TypeError):
        raise CallError(
            f"{name} has an alias {ALIAS} that is not of this tool's making: delete or rename it, as its name is needed."
        ) from None
    if dt.datetime.now(tz=dt.UTC) - at < _STALE and _alive(state):
        raise CallError(
            f"{name} is being measured since {state['at']} by another tune_memory: wait until that has ended."
        )
    return [f"An interrupted run of {state['at']} was found.", *_undo(aws, name, state)]


def _undo(aws: Aws, name: str, state: dict[str, Any]) -> list[str]:
    """Take a run back: memory first, then versions, the alias that holds the state last."""
    done = []
    if (setting := state.get("setting")) is not None and _restore(aws, name, int(state["memory"]), int(setting)):
        done.append(f"$LATEST has {state['memory']} MB again.")
    aws.call("lambda", "UpdateAlias", FunctionName=name, Name=ALIAS, FunctionVersion="$LATEST")
    mark = f"{ALIAS} {state['run']}"
    versions = [version for version, description in _published(aws, name).items() if description == mark]
    for version in versions:
        aws.call("lambda", "DeleteFunction", FunctionName=name, Qualifier=version)
    aws.call("lambda", "DeleteAlias", FunctionName=name, Name=ALIAS)
    return [*done, f"{len(versions)} temporary versions and the alias {ALIAS} were deleted."]


def _restore(aws: Aws, name: str, original: int, setting: int) -> bool:
    """Give `$LATEST` its memory back, unless somebody else has changed it since; whether that was needed."""
    _ready(aws, name)
    if (
        aws.call("lambda", "GetFunctionConfiguration", FunctionName=name)["MemorySize"] != setting
        or setting == original
    ):
        return False
    aws.call("lambda", "UpdateFunctionConfiguration", FunctionName=name, MemorySize=original)
    _ready(aws, name)
    return True


def _published(aws: Aws, name: str) -> dict[str, str]:
    """The descriptions of all versions but `$LATEST`."""
    return {
        version["Version"]: version.get("Description", "")
        for page in aws.pages("lambda", "ListVersionsByFunction", FunctionName=name)
        for version in page["Versions"]
        if version["Version"] != "$LATEST"
    }


def _ready(aws: Aws, name: str, version: str | None = None, wait: Callable[[float], None] = time.sleep) -> None:
    """Wait until a function, or one version of it, can be used; restoring waits whatever happens."""
    qualified = {"Qualifier": version} if version else {}
    deadline, pause = time.monotonic() + _READY_SECONDS, 0.2
    while time.monotonic() < deadline:
        now = aws.call("lambda", "GetFunctionConfiguration", FunctionName=name, **qualified)
        if now.get("State") == "Failed" or now.get("LastUpdateStatus") == "Failed":
            raise AwsError(
                f"Lambda could not prepare {name}: {now.get('LastUpdateStatusReason') or now.get('StateReason')}"
            )
        if (
            now.get("State", "Active") in {"Active", "Inactive"}
            and now.get("LastUpdateStatus", "Successful") == "Successful"
        ):
            return
        wait(pause)
        pause = min(2.0, pause * 1.5)
    raise AwsError(f"Lambda did not prepare {name} within {_READY_SECONDS:.0f} seconds; try again later.")


def _alive(state: dict[str, Any]) -> bool:
    """Whether the process of a run may still be there; of another machine that is not known."""
    if state.get("host") != _host():
        return True
    if state.get("pid") == os.getpid():
        return state.get("run") in _running
    try:
        os.kill(int(state["pid"]), 0)
    except (ProcessLookupError, KeyError, ValueError):
        return False
    except PermissionError:
        return True
    return True


def _host() -> str:
    return socket.gethostname()[:60]


def _error_type(body: bytes) -> str:
    try:
        kind = json.loads(body).get("errorType")
    except (ValueError, AttributeError):
        kind = None
    return str(kind)[:80] if kind else "an error"
