"""Why a durable execution failed, timed out, or does not go on: the operation that decides it, out of its history.

The events are those of Lambda's GetDurableExecutionHistory:
https://docs.aws.amazon.com/lambda/latest/api/API_GetDurableExecutionHistory.html.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from guidance.advice.diagnose.model import Cause, Diagnosis
from guidance.advice.metrics.model import length
from guidance.model import Severity

_KINDS = ("Step", "Wait", "Callback", "ChainedInvoke", "Context")
_WORDS = {
    "Step": "step",
    "Wait": "wait",
    "Callback": "callback",
    "ChainedInvoke": "invocation",
    "Context": "child context",
}
_ENDS = ("Succeeded", "Failed", "TimedOut", "Stopped", "Cancelled")
_BAD = ("Failed", "TimedOut", "Stopped")
_STUCK_ATTEMPTS = 3
"""Attempts of a step after which it is worth saying that it keeps failing."""


@dataclass(frozen=True)
class ExecutionEvent:
    """One event of the history."""

    type: str
    """Such as StepFailed."""
    time: dt.datetime
    id: str = ""
    name: str = ""
    error_type: str = ""
    error_message: str = ""
    attempt: int = 0
    next_delay_seconds: float | None = None
    """Until the next attempt; None: there is none."""
    timeout_seconds: float | None = None
    """Of a callback; None: it has none."""
    until: dt.datetime | None = None
    """When a wait ends."""
    function: str = ""
    """That is invoked."""

    @property
    def kind(self) -> str:
        """Step, Wait, Callback, ChainedInvoke or Context; "" of the execution's own events."""
        return next((each for each in _KINDS if self.type.startswith(each)), "")

    @property
    def told(self) -> str:
        """The operation in words: "step charge-card"."""
        return f"{_WORDS.get(self.kind, 'operation')} {self.name or self.id}".strip()

    @property
    def error(self) -> str:
        """Its error in words."""
        return ": ".join(each for each in (self.error_type, self.error_message) if each) or "an error without a type"


@dataclass(frozen=True)
class Execution:
    """One durable execution."""

    name: str
    status: str
    """RUNNING, SUCCEEDED, FAILED, TIMED_OUT, STOPPED, PAUSING, PAUSED or DELETING."""
    started: dt.datetime
    ended: dt.datetime | None
    timeout_seconds: float | None
    events: Sequence[ExecutionEvent]
    error: str = ""
    """That the execution ended with."""

    @property
    def open(self) -> list[ExecutionEvent]:
        """Operations that began and have not ended, the newest last."""
        ended = {each.id for each in self.events if each.kind and each.type.endswith(_ENDS) and not _tried_again(each)}
        begun: dict[str, ExecutionEvent] = {}
        for each in self.events:
            if each.kind and each.id not in ended and (each.type.endswith("Started") or _tried_again(each)):
                begun[each.id] = each
        return list(begun.values())


def diagnose_execution(execution: Execution, now: dt.datetime) -> tuple[str, Diagnosis]:
    """What decides an execution: its state in words, and the causes.

    Args:
        execution: With its history.
        now: The present, for what still runs.

    """
    until = execution.ended or now
    state = f"{execution.name} is {execution.status} after {length((until - execution.started).total_seconds())}"
    weigh = {"FAILED": _failed, "TIMED_OUT": _timed_out, "STOPPED": _stopped, "RUNNING": _running, "PAUSED": _paused}
    causes = tuple(weigh.get(execution.status, _nothing)(execution, now))
    waits = "" if causes or execution.status != "RUNNING" else _waits(execution, now)
    return f"{state}{waits}", Diagnosis(causes)


def _nothing(execution: Execution, now: dt.datetime) -> Iterator[Cause]:
    del execution, now
    return iter(())


def _tried_again(each: ExecutionEvent) -> bool:
    return each.type == "StepFailed" and each.next_delay_seconds is not None


def _failed(execution: Execution, now: dt.datetime) -> Iterator[Cause]:
    """The innermost operation that failed for good, last; else the handler itself."""
    del now
    bad = [each for each in execution.events if each.kind and each.type.endswith(_BAD) and not _tried_again(each)]
    inner = [each for each in bad if each.kind != "Context"] or bad
    if not inner:
        yield Cause(
            "durable-handler-failed", f"the handler itself failed: {execution.error or 'no operation did'}", 0.9, Severity.ERROR,
            (_last(execution),), "Repair the code between the operations, or put it into a step so that it is retried: Lambda "
            "does not retry a failed execution.", ("DUR-12", "DUR-32"),
        )  # fmt: skip
        return
    last = inner[-1]
    how = {"TimedOut": "timed out", "Stopped": "was stopped"}.get(
        next(each for each in _BAD if last.type.endswith(each)), "failed for good"
    )
    tries = max((each.attempt for each in execution.events if each.id == last.id), default=0)
    after = f" after {tries} attempts" if tries > 1 else ""
    says = [f"At {last.time:%Y-%m-%d %H:%M:%S} UTC: {last.error}."]
    says += [f"It invoked {last.function}."] if last.function else []
    same = {each.error_type for each in execution.events if each.id == last.id and each.error_type}
    says += [f"Its attempts failed with: {', '.join(sorted(same))}."] if len(same) > 1 else []
    yield Cause(
        f"durable-{_WORDS[last.kind].replace(' ', '-')}-failed", f"{last.told} {how}{after}", 0.97, Severity.ERROR, tuple(says),
        _cure(last, tries), ("DUR-12", "DUR-32"), resource=last.name,
    )  # fmt: skip


def _cure(last: ExecutionEvent, tries: int) -> str:
    if last.kind == "Callback":
        return "See that whoever holds the callback id answers in time, and handle the timeout in the workflow (compensate)."
    if last.kind == "ChainedInvoke":
        return f"Diagnose the invoked function {last.function or ''}; then start the execution anew.".replace("  ", " ")
    retried = (
        "Its retries are used up: retry what may heal for longer, with backoff"
        if tries > 1
        else "It was tried once: give it a retry strategy if the error may heal"
    )
    return (
        f"{retried}; else catch the error and compensate. Then start the execution anew: a failed one is not retried."
    )


def _timed_out(execution: Execution, now: dt.datetime) -> Iterator[Cause]:
    del now
    limit = length(execution.timeout_seconds) if execution.timeout_seconds else "its execution timeout"
    pending = execution.open
    if not pending:
        yield Cause(
            "durable-timed-out", f"it outlived {limit}", 0.85, Severity.ERROR, (_last(execution),),
            "Raise ExecutionTimeout above what its waits, callbacks and retries may take together.", ("DUR-09", "DUR-17"),
        )  # fmt: skip
        return
    last = pending[-1]
    says = [f"{each.told} was open since {each.time:%Y-%m-%d %H:%M} UTC{_limit(each)}." for each in pending[-3:]]
    yield Cause(
        "durable-timed-out", f"{last.told} was still open when {limit} was over", 0.95, Severity.ERROR, tuple(says),
        "Give that operation a timeout of its own that fits into ExecutionTimeout, and say in the workflow what happens then.",
        ("DUR-09", "DUR-17"), resource=last.name,
    )  # fmt: skip


def _limit(each: ExecutionEvent) -> str:
    if each.kind == "Callback":
        return (
            f", with a timeout of {length(each.timeout_seconds)}"
            if each.timeout_seconds
            else ", without a timeout of its own"
        )
    if each.kind == "Wait" and each.until is not None:
        return f", until {each.until:%Y-%m-%d %H:%M} UTC"
    return f", at attempt {each.attempt}: {each.error}" if each.attempt else ""


def _stopped(execution: Execution, now: dt.datetime) -> Iterator[Cause]:
    del now
    yield Cause(
        "durable-stopped", "somebody stopped it", 0.95, Severity.WARNING,
        (execution.error or "No error was given.", _last(execution)),
        "Look in CloudTrail for StopDurableExecution, then start it anew if that was not meant.", ("DUR-32",),
    )  # fmt: skip


def _paused(execution: Execution, now: dt.datetime) -> Iterator[Cause]:
    del now
    yield Cause(
        "durable-paused", "somebody paused it", 0.95, Severity.WARNING, (_last(execution),),
        "Resume it (ResumeDurableExecution), or stop it.", ("DUR-32",),
    )  # fmt: skip


def _running(execution: Execution, now: dt.datetime) -> Iterator[Cause]:
    """What keeps failing, and what waits longer than the execution may."""
    del now
    for each in execution.open:
        if each.kind == "Step" and each.attempt >= _STUCK_ATTEMPTS:
            again = f", the next one after {length(each.next_delay_seconds)}" if each.next_delay_seconds else ""
            yield Cause(
                "durable-step-retrying", f"{each.told} keeps failing: attempt {each.attempt}", 0.9, Severity.WARNING,
                (f"Last at {each.time:%Y-%m-%d %H:%M:%S} UTC: {each.error}{again}.",),
                "Repair what it calls; it is tried again by itself until its retries are used up.", ("DUR-12",),
                resource=each.name,
            )  # fmt: skip
        end = execution.started + dt.timedelta(seconds=execution.timeout_seconds) if execution.timeout_seconds else None
        due = each.until or (each.time + dt.timedelta(seconds=each.timeout_seconds) if each.timeout_seconds else None)
        if end is not None and due is not None and due > end:
            yield Cause(
                "durable-will-time-out", f"{each.told} may last until {due:%Y-%m-%d %H:%M}, after the execution's end", 0.8,
                Severity.WARNING, (f"ExecutionTimeout is over at {end:%Y-%m-%d %H:%M} UTC.",),
                "Stop it and start it anew with a longer ExecutionTimeout, or shorten that operation.", ("DUR-09", "DUR-17"),
                resource=each.name,
            )  # fmt: skip


def _waits(execution: Execution, now: dt.datetime) -> str:
    pending = execution.open
    if not pending:
        return ", between two operations"
    last = pending[-1]
    return f": {last.told} is open for {length((now - last.time).total_seconds())}{_limit(last)}"


def _last(execution: Execution) -> str:
    done = [each for each in execution.events if each.kind]
    return (
        f"Last operation: {done[-1].told}, {done[-1].type} at {done[-1].time:%Y-%m-%d %H:%M:%S} UTC."
        if done
        else "It had no operation yet."
    )
