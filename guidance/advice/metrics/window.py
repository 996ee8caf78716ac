"""A window as a caller writes it ("-3h", ISO 8601), and the shortest legal period that cuts it into at most 60 points."""

from __future__ import annotations

import datetime as dt
import math
import re

from guidance.advice.metrics.catalogue import cloudwatch
from guidance.advice.metrics.model import Window, WindowError, length

MOST_POINTS = 60
"""A series that is read, not computed with; the AWS CloudWatch server shows as many."""
_AGO = re.compile(r"-?\s*(\d{1,6}(?:\.\d{1,3})?)\s*(s|sec|m|min|h|d|w)(?:\s+ago)?", re.IGNORECASE)
_UNITS = {"s": 1, "sec": 1, "m": 60, "min": 60, "h": 3600, "d": 86_400, "w": 604_800}
_ROUND = (60, 120, 180, 300, 600, 900, 1200, 1800, 3600, 7200, 10_800, 14_400, 21_600, 43_200, 86_400)
_DAY = 86_400


def read_window(
    start: str | None,
    end: str | None,
    period_seconds: int | None = None,
    *,
    now: dt.datetime,
    default: str = "-3h",
) -> Window:
    """The window to read.

    Args:
        start: ISO 8601, or how long before the end: "-3h", "-90m", "-2d". None: `default`.
        end: ISO 8601, "now", or how long before now. None: now.
        period_seconds: Asked for by the caller; None: the shortest that gives at most 60 points.
        now: The present.
        default: What `start` is when there is none.

    Raises:
        WindowError: when it cannot be asked for; the message says what can.

    """
    notes: list[str] = []
    until = _time("end", end or "now", now)
    if until > now + dt.timedelta(seconds=60):
        notes.append(f"`end` was in the future: it is now, {now:%Y-%m-%d %H:%M} UTC.")
    until = min(until, now)
    since = _time("start", start or default, until)
    if since >= now:
        raise WindowError(f"start: {since:%Y-%m-%d %H:%M} UTC is in the future; it is {now:%Y-%m-%d %H:%M} UTC now.")
    if since >= until:
        raise WindowError(f"start: {since:%Y-%m-%d %H:%M} is not before end, {until:%Y-%m-%d %H:%M} UTC. Swap them.")
    since = _kept(since, until, now, notes)
    period = _period(since, until, now, period_seconds, notes)
    last = math.ceil(until.timestamp() / period) * period  # aligned, as CloudWatch recommends
    points = math.ceil((until - since).total_seconds() / period)
    return Window(_utc(last - points * period), _utc(last), period, tuple(notes), min(_utc(last), now))


def _time(name: str, text: str, base: dt.datetime) -> dt.datetime:
    """A time that a caller wrote."""
    words = text.strip()
    if words.lower() == "now":
        return base
    if ago := _AGO.fullmatch(words):
        try:
            return base - dt.timedelta(seconds=float(ago[1]) * _UNITS[ago[2].lower()])
        except OverflowError:
            raise WindowError(f"{name}: '{text[:40]}' is too long ago; CloudWatch keeps 455 days.") from None
    try:
        found = dt.datetime.fromisoformat(words)
    except ValueError:
        raise WindowError(
            f"{name}: '{text[:40]}' is no time; write ISO 8601 such as 2026-11-20T09:00:00Z, or -90m, -3h, -2d."
        ) from None
    return (found if found.tzinfo else found.replace(tzinfo=dt.UTC)).astimezone(dt.UTC)


def _kept(since: dt.datetime, until: dt.datetime, now: dt.datetime, notes: list[str]) -> dt.datetime:
    """The start, no longer ago than CloudWatch keeps data."""
    days = int(cloudwatch()["retention_days"])
    oldest = now - dt.timedelta(days=days)
    if until <= oldest:
        raise WindowError(
            f"end: {until:%Y-%m-%d} is longer ago than the {days} days that CloudWatch keeps; the oldest is {oldest:%Y-%m-%d}."
        )
    if since < oldest:
        notes.append(f"`start` was moved to {oldest:%Y-%m-%d %H:%M} UTC: CloudWatch keeps {days} days.")
    return max(since, oldest)


def _period(since: dt.datetime, until: dt.datetime, now: dt.datetime, wanted: int | None, notes: list[str]) -> int:
    """The period that is asked for, or the nearest one that CloudWatch has and that gives at most 60 points."""
    seconds = (until - since).total_seconds()
    multiple, fewest = _shortest(seconds, (now - since).total_seconds() + seconds, wanted or 0)
    if wanted is None:
        return fewest
    if wanted <= 0:
        raise WindowError(
            f"period_seconds: {wanted} is no period; this window takes {fewest} or a multiple of {multiple}."
        )
    legal = max(multiple, round(wanted / multiple) * multiple)
    longest = math.ceil(seconds / multiple) * multiple
    period = max(min(legal, longest), fewest)
    if period != wanted:
        notes.append(f"`period_seconds` is {period:,}, not {wanted:,}: {_reason(wanted, multiple, fewest, seconds)}.")
    return period


def _shortest(seconds: float, oldest: float, wanted: int) -> tuple[int, int]:
    """What the period has to be a multiple of, and the shortest one.

    Args:
        seconds: The length of the window.
        oldest: How long ago the window before it begins, which is read too; aligning may move that by two periods.
        wanted: The period that is asked for, or 0.

    """
    tiers = cloudwatch()["periods"]
    for tier, older in zip(tiers, [*tiers[1:], None], strict=True):
        multiple = int(tier["multiple_seconds"])
        fewest = _rounded(max(seconds / MOST_POINTS, 1), multiple)
        moved = 2 * max(fewest, min(wanted, seconds + multiple))
        if older is None or oldest + moved < older["after_days"] * _DAY:
            break
    return multiple, fewest


def _reason(wanted: int, multiple: int, fewest: int, seconds: float) -> str:
    if wanted % multiple:
        return f"for data of this age CloudWatch takes multiples of {multiple:,} s, and this is the nearest"
    if wanted < fewest:
        return f"{length(seconds)} would give more than {MOST_POINTS} points"
    return f"the window is {length(seconds)} long"


def _rounded(seconds: float, multiple: int) -> int:
    """The next round period that is a multiple."""
    known = next((each for each in _ROUND if each >= seconds and each % multiple == 0), None)
    return known or math.ceil(seconds / _DAY) * _DAY


def _utc(seconds: float) -> dt.datetime:
    return dt.datetime.fromtimestamp(seconds, tz=dt.UTC)
