"""Lines that say the same, together: ids, numbers, times and quoted values do not tell one error from another."""

from __future__ import annotations

import bisect
import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterable

from guidance.advice.logs.events import event_of, report_of
from guidance.advice.logs.model import Event, EventKind, Group, Reading, Report, Row

_PARTS = (
    (re.compile(r"\b[\da-fA-F]{8}-[\da-fA-F]{4}-[\da-fA-F]{4}-[\da-fA-F]{4}-[\da-fA-F]{12}\b"), "<id>"),
    (re.compile(r"\barn:[\w-]{2,20}:[\w-]{1,30}:[^\s,;\"')]{1,300}"), "<arn>"),
    (re.compile(r"\bhttps?://[^\s\"'<>)]{1,500}"), "<url>"),
    (re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?"), "<time>"),
    (re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b"), "<address>"),
    (re.compile(r"\b0x[\da-fA-F]+\b"), "<n>"),
    (re.compile(r"\b(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{12,}\b"), "<id>"),
    (re.compile(r"(?<![A-Za-z\d])\d+(?:[.,]\d+)*|\d{2,}"), "<n>"),  # "S3" and "utf8" stay
)
MOST_GROUPS = 200
_ECHO = dt.timedelta(seconds=2)
"""A report line follows the error that ended its invocation so soon; errors in plain text often name no request."""


def read(rows: Iterable[Row], kinds: Iterable[EventKind] = ("error", "timeout", "out_of_memory", "init")) -> Reading:
    """What the lines of a log come to.

    Args:
        rows: The lines; those that say nothing are passed over, and the same event told twice of one request counts once.
        kinds: What is grouped.

    """
    wanted, masked = set(kinds), Counter[str]()
    events: dict[tuple[str, EventKind, str], Event] = {}
    reports: dict[tuple[str, str, float], Report] = {}
    number = 0
    for number, row in enumerate(rows, 1):
        if (report := report_of(row)) is not None:
            reports[report.request_id, report.stream, report.duration_ms] = report
        event = event_of(row, masked)
        if event is None or event.kind not in wanted:
            continue
        key = (event.request_id or f"{event.stream}{event.time}{number}", event.kind, _once(event))
        if key not in events or len(event.message) + len(event.frame) > len(events[key].message) + len(
            events[key].frame
        ):
            events[key] = event
    return Reading(
        tuple(_grouped(_without_echoes(list(events.values())))), tuple(reports.values()), dict(masked), number
    )


def _once(event: Event) -> str:
    """What of one request is the same event in several lines: a timeout and an end without memory are told two or three times."""
    return "" if event.kind in {"timeout", "out_of_memory"} else f"{event.type}{event.message}"


def _without_echoes(events: list[Event]) -> list[Event]:
    """Without "the invocation ended in an error" where the error itself is there: of that request, or just before it."""
    told = {each.request_id for each in events if each.request_id and not _echo(each)}
    times: dict[str, list[dt.datetime]] = defaultdict(list)
    for each in sorted(events, key=lambda each: each.time):
        if not _echo(each):
            times[each.stream].append(each.time)

    def follows(each: Event) -> bool:
        before = times[each.stream]
        at = bisect.bisect_right(before, each.time)
        return at > 0 and each.time - before[at - 1] <= _ECHO

    return [each for each in events if not (_echo(each) and (each.request_id in told or follows(each)))]


def _echo(event: Event) -> bool:
    return event.message == "the invocation ended in an error"


def signature(event: Event) -> str:
    """What an error says, without what differs from one time to the next."""
    words = event.message
    for pattern, name in _PARTS:
        words = pattern.sub(name, words)
    if event.kind == "timeout" and event.type == "Sandbox.Timedout":
        return "Task timed out"
    head = f"{event.type}: " if event.type and not words.startswith(event.type) else ""
    return f"{head}{words}"[:200]


def _grouped(events: list[Event]) -> list[Group]:
    together: dict[tuple[EventKind, str], list[Event]] = defaultdict(list)
    for each in events:
        together[each.kind, signature(each)].append(each)
    groups = [_group(kind, words, found) for (kind, words), found in together.items()]
    return sorted(groups, key=lambda each: (-each.count, each.signature))[:MOST_GROUPS]


def _group(kind: EventKind, words: str, found: list[Event]) -> Group:
    found.sort(key=lambda each: each.time)
    frames = Counter(each.frame for each in found if each.frame)
    newest = found[-1]
    return Group(
        kind, words, len(found), found[0].time, newest.time,
        f"{newest.type}: {newest.message}" if newest.type else newest.message,
        frames.most_common(1)[0][0] if frames else "", len({each.stream for each in found}), newest.request_id,
    )  # fmt: skip
