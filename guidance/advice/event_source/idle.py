"""Seconds in which nothing goes on, at once: while all that is left is hidden for an hour, or one message comes a minute."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from guidance.advice.event_source.pollers import NEVER

if TYPE_CHECKING:
    from guidance.advice.event_source.queue_run import QueueRun


def skip(run: QueueRun, end: float) -> None:
    """Keep the books up to the last whole second before something happens, or the first that is not before `end`."""
    pollers, environments, tally = run.pollers, run.environments, run.tally
    if pollers.grow_at != NEVER or not run.idle():
        return
    at = run.times[run.head] if run.head < len(run.times) else math.inf
    if run.hidden:
        at = min(at, run.hidden[0][0])
    seconds = math.ceil(min(end + 1, at) - run.now) - 1
    while seconds > 0:
        step = 1
        if pollers.capacity <= pollers.floor:
            step = min(seconds, max(1, math.ceil(min(environments.due, tally.due) - run.now)))
        seconds -= step
        run.now += step
        pollers.tick(run.now, 0, waiting=False)
        environments.tick(run.now, 0)
        tally.point(run.now, 0, 0.0, 0)
        tally.tell(run.now / (tally.seconds or 1))
