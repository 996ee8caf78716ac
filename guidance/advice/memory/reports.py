"""From logs to measurements: whatever holds Lambda's report lines is read as a stream, in bounded memory.

Plain text, `sam logs`, `aws logs tail`, exports of CloudWatch Logs to S3, CSV of the console, JSON of `filter-log-events`, of
Logs Insights and of subscriptions. Cold starts, failures and repeated lines are told apart and counted, never averaged in.
"""

from __future__ import annotations

import codecs
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from guidance.advice.memory import report_names as names
from guidance.advice.memory import report_notes as notes
from guidance.advice.memory import report_rows
from guidance.advice.memory.model import Measurement, MemoryAdviceError
from guidance.advice.memory.report_lines import JSON, REACH, TEXT, Kind, batch, lines

MOST_SAMPLES = 1_000
"""Durations handed on for each size: of more, as many quantiles, which have the same mean, spread and tail."""
_SMALLEST_MB, _LARGEST_MB = 128, 32_768
_LONGEST_MS = 5_400_000
"""A function may run for 90 minutes on Managed Instances, 15 otherwise (facts `lambda.timeout.maximum*`)."""


class LogError(MemoryAdviceError):
    """A log that cannot be answered from; the message says why and what to do."""


@dataclass
class SizeReport:
    """What a log says of one function at one memory size."""

    memory_mb: int
    warm_ms: array[float] = field(default_factory=lambda: array("d"))
    cold: int = 0
    """Invocations that initialised, or restored a snapshot; their durations are left out."""
    failed: int = 0
    max_memory_used_mb: int = 0


@dataclass
class FunctionReport:
    """What a log says of one function; its name is None where the log does not tell."""

    name: str | None
    sizes: dict[int, SizeReport] = field(default_factory=dict)
    unsized_ms: array[float] = field(default_factory=lambda: array("d"))
    """Invocations on Managed Instances, whose reports have no memory size."""

    @property
    def invocations(self) -> int:
        """All that were reported, cold and failed ones too."""
        return len(self.unsized_ms) + sum(len(each.warm_ms) + each.cold + each.failed for each in self.sizes.values())


@dataclass
class LogReport:
    """What a whole log says."""

    functions: dict[str | None, FunctionReport] = field(default_factory=dict)
    counts: Counter[Kind] = field(default_factory=Counter)
    duplicates: int = 0
    implausible: int = 0
    """Lines with a memory size or a duration that Lambda does not have."""
    runtimes: frozenset[str] = frozenset()
    durable: bool = False
    timeouts_ms: frozenset[float] = frozenset()
    """Timeouts that "Task timed out after" names."""
    foreign: str | None = None
    """Whose log it looks like, when not Lambda's."""
    unread: bool = False
    """Whether it went on after what is read at most."""

    def function(self, name: str | None = None) -> FunctionReport:
        """One function's part.

        Args:
            name: Which one; None: the only one.

        Raises:
            LogError: when there is none, or several and no name.

        """
        if not self.functions:
            raise LogError(notes.nothing(self))
        if name is not None and name in self.functions:
            return self.functions[name]
        if name is not None and set(self.functions) != {None}:
            raise LogError(f"The log has no report of a function '{name[:64]}'. It has: {notes.told(self)}.")
        if len(self.functions) > 1:
            raise LogError(
                f"The log holds {len(self.functions)} functions: {notes.told(self)}. A memory size is advised for one function: "
                "pass its name as `function_name`, or its lines alone."
            )
        return next(iter(self.functions.values()))

    def measurements(self, name: str | None = None, *, unsized_mb: int | None = None) -> tuple[Measurement, ...]:
        """The warm, successful invocations of one function, by memory size, as the advice takes them.

        Args:
            name: Which function; None: the only one.
            unsized_mb: The memory size of reports that do not say it (Managed Instances).

        Raises:
            LogError: when there are none; the message says what there was instead.

        """
        function = self.function(name)
        sizes = {mb: (list(size.warm_ms), size.max_memory_used_mb) for mb, size in function.sizes.items()}
        if unsized_mb is not None and function.unsized_ms:
            known, used = sizes.get(unsized_mb, ([], 0))
            sizes[unsized_mb] = ([*known, *function.unsized_ms], used)
        found = tuple(
            Measurement(memory_mb=mb, durations_ms=_thinned(sorted(durations)), max_memory_used_mb=used or None)
            for mb, (durations, used) in sorted(sizes.items())
            if durations
        )
        if not found:
            raise LogError(notes.no_warm(function))
        return found

    def notes(self, name: str | None = None) -> list[str]:
        """What was left out, and what makes the figures doubtful, in sentences."""
        function = self.function(name)
        return [*notes.left_out(self, function), *notes.doubts(self, function)]


def read_reports(chunks: Iterable[bytes]) -> LogReport:
    """Read every report line of a log, as a stream.

    Args:
        chunks: The log's bytes in pieces of any size, UTF-8 or UTF-16 with a byte order mark.

    """
    log, seen, size = LogReport(), set[int](), 0
    naming = names.Naming()
    windows = _windows(_utf8(chunks))
    for buffer, begin, end in windows:
        if size == 0 and report_rows.MARK in buffer and not (TEXT in buffer or JSON in buffer):
            _read_rows(log, buffer, windows)
            return log
        naming.read(buffer, begin, end)
        _read(log, seen, naming, buffer, begin, end)
        size += end - begin
        if size > notes.MOST_BYTES:
            log.unread = True
            break
    log.runtimes, log.durable, log.foreign = frozenset(naming.runtimes), naming.durable, naming.foreign
    log.timeouts_ms = frozenset(naming.timeouts_ms)
    _drop_timeouts(log)
    _adopt_unnamed(log)
    return log


def _read(log: LogReport, seen: set[int], naming: names.Naming, buffer: bytes, begin: int, end: int) -> None:
    """One stretch: at once where every line is as usual and all are one function's, else line by line."""
    usual = batch(buffer, begin, end) if naming.alone else None
    if usual is None or not seen.isdisjoint(usual.keys):
        for line in lines(buffer, begin, end):
            if line.kind is not Kind.TRUNCATED:
                key = line.key or hash((line.request_id, line.duration, line.memory))
                if key in seen:
                    log.duplicates += 1
                    continue
                seen.add(key)
            _count(log, naming.name(line.start, line.request_id), line.memory, line.used, line.kind, [line.duration])
        return
    seen |= usual.keys
    for memory, used, kind, durations in usual.groups:
        _count(log, naming.only, memory, used, kind, durations)


def _read_rows(log: LogReport, buffer: bytes, windows: Iterator[tuple[bytes, int, int]]) -> None:
    """The rest of a result of Logs Insights, as a whole."""
    parts, size = [buffer], len(buffer)
    for more, begin, end in windows:
        parts[-1] = parts[-1][: len(parts[-1]) - REACH]
        parts.append(more[begin:])
        size += end - begin
        if size > report_rows.MOST_BYTES:
            log.unread = True
            break
    for name, line in report_rows.rows(b"".join(parts).decode("utf-8", "replace")):
        _count(log, name, line.memory, line.used, line.kind, [line.duration])


def _count(
    log: LogReport, name: str | None, memory: int, used: int, kind: Kind, durations: Sequence[float | bytes]
) -> None:
    """Count invocations of one function, size and kind."""
    log.counts[kind] += len(durations)
    if kind >= Kind.TRUNCATED:
        return
    given = array("d", map(float, durations))
    possible = array("d", (each for each in given if 0 < each <= _LONGEST_MS))
    if memory and not _SMALLEST_MB <= memory <= _LARGEST_MB:
        del possible[:]
    log.implausible += len(given) - len(possible)
    if not possible:
        return
    function = log.functions.setdefault(name, FunctionReport(name))
    if not memory:
        if kind is Kind.WARM:
            function.unsized_ms.extend(possible)
        return
    size = function.sizes.setdefault(memory, SizeReport(memory))
    size.max_memory_used_mb = max(size.max_memory_used_mb, used)
    if kind is Kind.WARM:
        size.warm_ms.extend(possible)
    elif kind in {Kind.COLD, Kind.RESTORED}:
        size.cold += len(possible)
    else:
        size.failed += len(possible)


def _drop_timeouts(log: LogReport) -> None:
    """Old report lines have no status: one that lasted just as long as "Task timed out after" says was a timeout."""
    for limit in log.timeouts_ms:
        for function in log.functions.values():
            for size in function.sizes.values():
                kept = array("d", (each for each in size.warm_ms if not limit <= each < limit + 100))
                size.failed += len(size.warm_ms) - len(kept)
                log.counts[Kind.TIMEOUT] += len(size.warm_ms) - len(kept)
                size.warm_ms = kept


def _adopt_unnamed(log: LogReport) -> None:
    """Lines without a name beside those of one function are that function's: the log began or was cut between them."""
    named = [name for name in log.functions if name is not None]
    if len(named) != 1 or None not in log.functions:
        return
    function, other = log.functions[named[0]], log.functions.pop(None)
    function.unsized_ms.extend(other.unsized_ms)
    for memory, size in other.sizes.items():
        into = function.sizes.setdefault(memory, SizeReport(memory))
        into.warm_ms.extend(size.warm_ms)
        into.cold, into.failed = into.cold + size.cold, into.failed + size.failed
        into.max_memory_used_mb = max(into.max_memory_used_mb, size.max_memory_used_mb)


def _windows(chunks: Iterator[bytes]) -> Iterator[tuple[bytes, int, int]]:
    """The stream in stretches, each with what a line needs before and after it: buffer, begin, end."""
    buffer, begin = b"", 0
    for chunk in chunks:
        buffer += chunk
        end = len(buffer) - REACH
        if end - begin < 4 * REACH:
            continue
        yield buffer, begin, end
        keep = max(0, end - REACH // 2)
        buffer, begin = buffer[keep:], end - keep
    yield buffer, begin, len(buffer)


def _utf8(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The chunks in UTF-8; what PowerShell's `>` writes is UTF-16."""
    decoder: codecs.IncrementalDecoder | None = None
    first = True
    for chunk in chunks:
        if first and chunk[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
            decoder = codecs.getincrementaldecoder("utf-16")("replace")
        first = first and not chunk
        yield chunk if decoder is None else decoder.decode(chunk).encode()


def _thinned(ordered: list[float]) -> tuple[float, ...]:
    """At most `MOST_SAMPLES` of ordered durations, evenly by rank."""
    count = len(ordered)
    if count <= MOST_SAMPLES:
        return tuple(ordered)
    return tuple(ordered[(2 * each + 1) * count // (2 * MOST_SAMPLES)] for each in range(MOST_SAMPLES))
