"""The grammar of Lambda's report lines: where one begins in a text, whatever the text is wrapped in, and what it says.

The forms, read 2026-11-20: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html (text, SnapStart,
failures) and https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html (JSON). Each may stand by itself, in
JSON strings (tabs and quotes escaped, once or more) or in CSV (quotes doubled): the line is looked for, not what it is in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import IntEnum
from typing import Any, NamedTuple


class Kind(IntEnum):
    """What an invocation was."""

    WARM = 0
    COLD = 1
    RESTORED = 2
    """Started from a SnapStart snapshot."""
    ERROR = 3
    TIMEOUT = 4
    TRUNCATED = 5
    """The line is cut: it has no duration or no memory."""
    LOCAL = 6
    """Written by the runtime interface emulator (`sam local`): it measures the developer's machine."""


class Line(NamedTuple):
    """One report line. Durations in ms, memory in MB; 0 where the line does not say."""

    start: int
    request_id: bytes
    duration: float
    memory: int
    used: int
    kind: Kind
    key: int = 0
    """What tells one line from another: several invocations have the same request where it was retried."""


class Batch(NamedTuple):
    """The usual lines of a stretch."""

    keys: set[int]
    """What tells one line from another; as many as there are lines."""
    groups: list[tuple[int, int, Kind, list[bytes]]]
    """Memory, memory used, what they were, durations."""


TEXT = b"REPORT RequestId:"
JSON = b"platform.report"
REACH = 8192
"""Bytes that a line may need after its beginning, and half as many before it."""

_GAP = rb"[\t \\t]+"
"""A tab, as it is or escaped; one class is faster than telling them apart, and what follows begins with a capital."""
_NUMBER = rb"(\d+(?:\.\d+)?)"
_Q = rb'\\*"+'
_COLON = _Q + rb"\s*:\s*"
_REPORT = re.compile(
    rb"REPORT RequestId: ([\w-]{1,64})" + _GAP + rb"Duration: " + _NUMBER + rb" ms" + _GAP
    + rb"Billed Duration: [\d.]+ ms" + _GAP + rb"Memory Size: (\d+) MB" + _GAP + rb"Max Memory Used: (\d+) MB"
    rb"((?:" + _GAP + rb'(?!REPORT|START|END|INIT_|RESTORE_)[A-Z][A-Za-z]*(?: [A-Z][A-Za-z]*)*: [^\s"\\]+(?: ms| MB)?)*)'
)  # fmt: skip
_FIELD = re.compile(
    rb"((?:Init|Billed|Billed Restore|Restore) Duration|Duration|Memory Size|Max Memory Used): "
    + _NUMBER
    + rb" (?:ms|MB)"
)
_STATUS = re.compile(rb"Status: (\w+)")
_ID = re.compile(rb"REPORT RequestId:\s*([\w-]+)")
_END = re.compile(rb'[\r\n"]|\\+n|REPORT RequestId:')
_METRIC = rb"\s*,\s*" + _Q
_PLATFORM = re.compile(
    rb"platform\.report" + _Q + _METRIC + rb"record" + _COLON + rb"\{\s*" + _Q + rb"requestId" + _COLON + _Q + rb"([\w-]+)"
    + _Q + _METRIC + rb"metrics" + _COLON + rb"\{\s*" + _Q + rb"durationMs" + _COLON + _NUMBER + _METRIC
    + rb"billedDurationMs" + _COLON + rb"[\d.]+" + _METRIC + rb"memorySizeMB" + _COLON + rb"(\d+)" + _METRIC
    + rb"maxMemoryUsedMB" + _COLON + rb"(\d+)([^{}]*)\}\s*," + rb"\s*" + _Q + rb"status" + _COLON + _Q + rb"(\w+)"
)  # fmt: skip
"""The usual order of keys; others are read one by one."""
_BRACE = re.compile(rb"[{}]")
_ESCAPED = re.compile(rb'\\+"|""')
_STATUSES = {b"error": Kind.ERROR, b"failure": Kind.ERROR, b"timeout": Kind.TIMEOUT}


def batch(buffer: bytes, begin: int, end: int) -> Batch | None:
    """Every report line that begins in a stretch, read at once; None when one of them is unusual, and `lines` is to read them."""
    groups: dict[tuple[bytes, ...], list[bytes]] = {}
    keys: set[int] = set()
    count = 0
    for word, pattern in ((TEXT, _REPORT), (JSON, _PLATFORM)):
        expected = buffer.count(word, begin, end + len(word) - 1)
        if not expected:
            continue
        after = buffer.find(word, end)
        found = pattern.findall(buffer, begin, len(buffer) if after < 0 else after)
        if len(found) != expected:
            return None
        count += expected
        keys.update([hash(each[0] + each[1]) for each in found])
        for each in found:
            key = each[2:]
            if key in groups:
                groups[key].append(each[1])
            else:
                groups[key] = [each[1]]
    if len(keys) != count:
        return None
    return Batch(keys, [(int(key[0]), int(key[1]), _kind(key[2:]), each) for key, each in groups.items()])


def lines(buffer: bytes, begin: int, end: int) -> Iterator[Line]:
    """Every report line that begins in a stretch of a buffer, each form in its order.

    Args:
        buffer: The text, with up to `REACH` bytes before and after the stretch.
        begin: Where the stretch begins.
        end: Where it ends; a line that begins before it is read to its own end.

    """
    yield from _text_lines(buffer, begin, end)
    yield from _json_lines(buffer, begin, end)


def _text_lines(buffer: bytes, begin: int, end: int) -> Iterator[Line]:
    read = set()
    for match in _REPORT.finditer(buffer, begin):
        start = match.start()
        if start >= end:
            break
        request_id, duration, memory, used, tail = match.groups()
        read.add(start)
        yield Line(
            start, request_id, float(duration), int(memory), int(used), _kind((tail,)), hash(request_id + duration)
        )
    for start in _places(buffer, TEXT, begin, end):
        if start not in read:
            yield _by_field(buffer, start)


def _kind(rest: tuple[bytes, ...]) -> Kind:
    """What the groups of a match after the figures say: the tail of a text line; further metrics and the status of JSON."""
    if len(rest) == 1:
        return _kind_of(rest[0]) if rest[0] else Kind.WARM
    return _STATUSES.get(rest[1]) or _started(rest[0])


def _kind_of(tail: bytes) -> Kind:
    """What the fields after the usual ones say."""
    if (status := _STATUS.search(tail)) is not None and (failed := _STATUSES.get(status[1])) is not None:
        return failed
    if b"Restore Duration: " in tail:
        return Kind.RESTORED
    return Kind.COLD if b"Init Duration: " in tail else Kind.WARM


def _by_field(buffer: bytes, start: int) -> Line:
    """A line with its fields in another order, or with some missing."""
    stop = _END.search(buffer, start + len(TEXT), start + REACH // 4)
    text = buffer[start : stop.start() if stop else start + REACH // 4]
    found = list(_FIELD.finditer(text))
    fields = {match[1]: float(match[2]) for match in found}
    match = _ID.match(text)
    request_id = match[1] if match else b""
    duration, memory, used = (fields.get(name) for name in (b"Duration", b"Memory Size", b"Max Memory Used"))
    if duration is None or memory is None or used is None:
        return Line(start, request_id, 0, 0, 0, Kind.TRUNCATED)
    kind = Kind.LOCAL if found[0][1] == b"Init Duration" else _kind_of(text)
    return Line(start, request_id, duration, int(memory), int(used), kind)


def _json_lines(buffer: bytes, begin: int, end: int) -> Iterator[Line]:
    read = set()
    for match in _PLATFORM.finditer(buffer, begin):
        start = match.start()
        if start >= end:
            break
        request_id, duration, memory, used, more, status = match.groups()
        read.add(start)
        yield Line(
            start,
            request_id,
            float(duration),
            int(memory),
            int(used),
            _kind((more, status)),
            hash(request_id + duration),
        )
    for start in _places(buffer, JSON, begin, end):
        if start not in read and (line := _by_key(buffer, start)) is not None:
            yield line


def _started(metrics: bytes) -> Kind:
    if b"restoreDurationMs" in metrics:
        return Kind.RESTORED
    return Kind.COLD if b"initDurationMs" in metrics else Kind.WARM


def _by_key(buffer: bytes, start: int) -> Line | None:
    """A JSON report with its keys in another order or fewer of them; None when the words are no report."""
    import json

    text = _enclosing(buffer, start)
    cut = Line(start, b"", 0, 0, 0, Kind.TRUNCATED)
    if not text:
        return cut if buffer[start - 1 : start] == b'"' else None
    try:
        value: Any = json.loads(_ESCAPED.sub(b'"', text) if re.match(rb'\{\s*(?:\\+"|"")', text) else text)
    except ValueError:
        return cut
    record = value.get("record") if value.get("type") == "platform.report" else None
    metrics = record.get("metrics") if isinstance(record, dict) else None
    if not isinstance(record, dict) or not isinstance(metrics, dict):
        return cut if value.get("type") == "platform.report" else None
    duration, memory, used = (_number(metrics.get(k)) for k in ("durationMs", "memorySizeMB", "maxMemoryUsedMB"))
    if duration is None:
        return cut
    request_id = str(record.get("requestId", "")).encode()
    kind = _STATUSES.get(str(record.get("status")).encode()) or _started(" ".join(metrics).encode())
    return Line(start, request_id, duration, int(memory or 0), int(used or 0), kind)


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _enclosing(buffer: bytes, at: int) -> bytes:
    """The JSON object around a place; empty when it is cut."""
    depth: list[int] = []
    for brace in _BRACE.finditer(buffer, max(0, at - REACH // 2), at):
        if brace[0] == b"{":
            depth.append(brace.start())
        elif depth:
            depth.pop()
    if not depth:
        return b""
    level = 1
    for brace in _BRACE.finditer(buffer, at, at + REACH):
        level += 1 if brace[0] == b"{" else -1
        if level == 0:
            return buffer[depth[-1] : brace.end()]
    return b""


def _places(buffer: bytes, word: bytes, begin: int, end: int) -> Iterator[int]:
    """Where a word begins in a stretch; it may end beyond."""
    at = buffer.find(word, begin, end + len(word) - 1)
    while at >= 0:
        yield at
        at = buffer.find(word, at + 1, end + len(word) - 1)
