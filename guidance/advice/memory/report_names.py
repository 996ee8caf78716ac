"""Whose log it is: names of functions beside report lines, runtimes, signs of durable functions and of other clouds.

A report line does not name its function. What wraps it may: `@log` of Logs Insights, `logGroup` of subscriptions, the log
stream of a shared log group, `functionArn` of platform.start.
"""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass, field

from guidance.advice.memory.report_lines import JSON, TEXT

_NAME = re.compile(rb"/aws/lambda/([\w-]{1,64})")
_OWNED = re.compile(rb'(?:\d{12}|log-group):$|(?:logGroup|logGroupName|logGroupIdentifier|@log)\\*"+\s*:\s*\\*"+$')
_STREAM = re.compile(rb"\d{4}/\d\d/\d\d/([A-Za-z][\w-]{0,63})\[(?:\$LATEST|\d+)\]")
_Q = rb'\\*"+'
_STARTED = re.compile(
    rb"requestId" + _Q + rb"\s*:\s*" + _Q + rb"([\w-]+)" + _Q + rb"[^{}]{0,300}functionArn" + _Q + rb"\s*:\s*" + _Q
    + rb"arn:[\w-]+:lambda:[\w-]*:\d*:function:([\w-]{1,64})"
)  # fmt: skip
_RUNTIME = re.compile(rb"Runtime Version: ([a-z]+)[.:\d-]|runtimeVersion" + _Q + rb"\s*:\s*" + _Q + rb"([a-z]+)")
_TIMED_OUT = re.compile(rb"Task timed out after (\d+\.\d+) seconds")
_DURABLE = (b"urableExecutionArn", b"durable_execution_arn", b"/durable-execution/")
_ROW = 2000
"""Bytes of a row between a line and its function's name, at most."""
_MOST_REQUESTS = 100_000
_FOREIGN = (
    (b"Function execution took", "Google Cloud Functions"),
    (b"Executed 'Functions.", "Azure Functions"),
    (b"cloudfunctions.googleapis.com", "Google Cloud Functions"),
)


@dataclass
class Naming:
    """What has been learnt of names so far; a stretch of the log at a time."""

    runtimes: set[str] = field(default_factory=set)
    durable: bool = False
    foreign: str | None = None
    timeouts_ms: set[float] = field(default_factory=set)
    _places: list[int] = field(default_factory=list)
    _names: list[str] = field(default_factory=list)
    _requests: dict[bytes, str] = field(default_factory=dict)
    _met: set[str] = field(default_factory=set)
    _before: str | None = None
    """The last name of the stretches before."""
    _end: int = 0
    _follows: bool | None = None
    """Whether a name stands after its line, as in a row of `@message, @log`; None: not known yet."""
    _streams: bool | None = None

    def read(self, buffer: bytes, begin: int, end: int) -> None:
        """Read the next stretch; `name` then answers for lines that begin in it."""
        if last := bisect.bisect_left(self._places, self._end):
            self._before = self._names[last - 1]
        self._end = end
        self._signs(buffer, begin, min(len(buffer), end + _ROW))
        found = self._found(buffer, begin, min(len(buffer), end + 4096))
        if self._follows is None and found:
            first = found[0][0]
            self._follows = any(buffer.find(word, max(begin, first - _ROW), first) >= 0 for word in (TEXT, JSON))
        self._met.update(name for _, name in found)
        self._places, self._names = [at for at, _ in found], [name for _, name in found]

    @property
    def alone(self) -> bool:
        """Whether no two functions have been met so far."""
        return len(self._met) <= 1

    @property
    def only(self) -> str | None:
        """The one function that has been met; None when it is not named."""
        return next(iter(self._met), None)

    def name(self, start: int, request_id: bytes) -> str | None:
        """The function that a line at a place of the stretch belongs to."""
        if self._requests and (name := self._requests.get(request_id)) is not None:
            return name
        at = bisect.bisect_right(self._places, start)
        if self._follows:
            return self._names[at] if at < len(self._names) else (self._names[-1] if self._names else self._before)
        return self._names[at - 1] if at else self._before

    def _found(self, buffer: bytes, begin: int, end: int) -> list[tuple[int, str]]:
        found: list[tuple[int, str]] = []
        known = set(_NAME.findall(buffer, begin, end))
        if self.alone and self._met and known == {name.encode() for name in self._met}:
            self._before = self.only  # where each stands makes no difference
        elif known:
            found += [
                (match.start(), match[1].decode())
                for match in _NAME.finditer(buffer, begin, end)
                if _OWNED.search(buffer[max(0, match.start() - 32) : match.start()])
            ]
        if self._streams is None:
            self._streams = _STREAM.search(buffer, begin, end) is not None
        if self._streams:
            found += [(match.start(), match[1].decode()) for match in _STREAM.finditer(buffer, begin, end)]
            found.sort()
        return found

    def _signs(self, buffer: bytes, begin: int, end: int) -> None:
        if buffer.find(b"functionArn", begin, end) >= 0:
            for match in _STARTED.finditer(buffer, begin, end):
                if len(self._requests) >= _MOST_REQUESTS:
                    del self._requests[next(iter(self._requests))]
                self._requests[match[1]] = name = match[2].decode()
                self._met.add(name)
        if buffer.find(b"untime", begin, end) >= 0:
            self.runtimes.update((m[1] or m[2]).decode() for m in _RUNTIME.finditer(buffer, begin, end))
        if buffer.find(b"Task timed out", begin, end) >= 0:
            self.timeouts_ms.update(float(m[1]) * 1000 for m in _TIMED_OUT.finditer(buffer, begin, end))
        self.durable = self.durable or any(buffer.find(word, begin, end) >= 0 for word in _DURABLE)
        if begin == 0:
            self.foreign = next((whose for word, whose in _FOREIGN if buffer.find(word, begin, end) >= 0), None)
