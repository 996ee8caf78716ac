"""How far a call has come, and whether its caller still wants it. Tools are plain functions: this is what reaches into them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TypeVar

INTERVAL_SECONDS = 0.25
"""Between two reports of one call: a client that draws a bar needs no more."""
_LOOK_SECONDS = 0.05
_DOING_CHARACTERS = 200

Answer = TypeVar("Answer")


class Cancelled(BaseException):
    """The caller has cancelled the call. Like `KeyboardInterrupt` it passes `except Exception`; `finally` puts things back."""


class Progress:
    """One call's progress. The tool's threads write it, whoever runs the tool reads it, and may cancel."""

    def __init__(self, show: Callable[[float, str], None] | None = None) -> None:
        """Start at nothing done.

        Args:
            show: Called with every report, in the tool's own thread; None: reports wait to be taken with `news`.

        """
        self._show = show
        self._lock = threading.Lock()
        self._cancelled = threading.Event()
        self._done, self._doing = 0.0, ""
        self._told, self._told_at = 0.0, float("-inf")

    def step(self, done: float, doing: str) -> None:
        """Say how far the call has come.

        Args:
            done: The share of the work, 0 to 1. Less than was said before does not count.
            doing: What is being done now, in a few words.

        Raises:
            Cancelled: when the caller has cancelled the call.

        """
        self.check()
        with self._lock:
            if done > self._done:
                self._done, self._doing = min(float(done), 1.0), " ".join(doing.split())[:_DOING_CHARACTERS]
        if self._show is not None and time.monotonic() - self._told_at >= INTERVAL_SECONDS:
            self._told_at = time.monotonic()
            if (news := self.news()) is not None:
                self._show(*news)

    def check(self) -> None:
        """Go on, or not.

        Raises:
            Cancelled: when the caller has cancelled the call.

        """
        if self._cancelled.is_set():
            raise Cancelled

    def wait(self, seconds: float) -> None:
        """Sleep, but not past a cancellation.

        Raises:
            Cancelled: when the caller has cancelled the call.

        """
        self._cancelled.wait(seconds)
        self.check()

    def unless_cancelled(self, work: Callable[[], Answer]) -> Answer:
        """Do something that blocks, such as a request; after a cancellation nobody waits for it, though it runs to its end.

        Raises:
            Cancelled: when the caller has cancelled the call.

        """
        answers: list[Answer] = []
        failures: list[BaseException] = []

        def run() -> None:
            try:
                answers.append(work())
            except BaseException as error:  # noqa: BLE001 - it is raised again where it is waited for
                failures.append(error)

        self.check()
        thread = threading.Thread(target=run, daemon=True, name="serverless-mcp blocking work")
        thread.start()
        while thread.is_alive():
            thread.join(_LOOK_SECONDS)
            self.check()
        if failures:
            raise failures[0]
        return answers[0]

    def cancel(self) -> None:
        """Let the next step, wait or check raise `Cancelled`."""
        self._cancelled.set()

    def news(self) -> tuple[float, str] | None:
        """The share done and what is being done, if it grew since this was last asked: MCP wants progress that only increases."""
        with self._lock:
            if self._done <= self._told:
                return None
            self._told = self._done
            return self._done, self._doing
