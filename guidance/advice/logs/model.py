"""What the advice on logs speaks of: rows as Logs Insights gives them, groups of what they say, what report lines come to."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal

EventKind = Literal["error", "timeout", "out_of_memory", "init", "warning"]


@dataclass(frozen=True)
class Row:
    """One line of a log."""

    time: dt.datetime
    message: str
    stream: str = ""


@dataclass(frozen=True)
class Event:
    """One line that says what went wrong."""

    time: dt.datetime
    kind: EventKind
    type: str
    """Of the error, such as KeyError; "" where the line names none."""
    message: str
    """Its first line, with secrets masked."""
    frame: str = ""
    """The innermost place in the function's own code."""
    stream: str = ""
    request_id: str = ""


@dataclass(frozen=True)
class Group:
    """Lines that say the same but for ids, numbers and times."""

    kind: EventKind
    signature: str
    count: int
    first: dt.datetime
    last: dt.datetime
    example: str
    """The newest, with secrets masked."""
    frame: str = ""
    streams: int = 1
    """Execution environments, roughly, that it was seen in."""
    request_id: str = ""
    """Of the newest."""


@dataclass(frozen=True)
class Report:
    """One report line: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html. Milliseconds and MB."""

    time: dt.datetime
    request_id: str
    duration_ms: float
    memory_mb: int = 0
    used_mb: int = 0
    init_ms: float | None = None
    """Of initialising, or restoring a snapshot; None: the environment was there already."""
    status: str = "success"
    stream: str = ""


@dataclass(frozen=True)
class Reading:
    """What the lines of a log come to."""

    groups: tuple[Group, ...] = ()
    """The most frequent first."""
    reports: tuple[Report, ...] = ()
    masked: dict[str, int] = field(default_factory=dict)
    """Secrets that were masked, by kind."""
    rows: int = 0

    def cold(self) -> tuple[Report, ...]:
        """The reports of cold starts, oldest first."""
        return tuple(sorted((each for each in self.reports if each.init_ms is not None), key=lambda each: each.time))
