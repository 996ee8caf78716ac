"""`serverless-mcp metrics`: what is wrong and the figures, for people's terminals; or JSON, or a PNG, for what comes after."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import sys
import textwrap
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from guidance.advice.metrics import MetricFinding, MetricSummary, kinds, read_window
from guidance.advice.metrics.figures import told
from guidance.advice.metrics.words import amount, change, count
from guidance.model import Severity
from mcp_server import UsageError
from mcp_server.errors import call_error
from mcp_server.findings import clean
from mcp_server.metrics import answer
from mcp_server.metrics_text import badness, facts_of, value
from mcp_server.observe import Observation, Reading, observe

if TYPE_CHECKING:
    import argparse

    from mcp_server.settings import Settings

Paint = Callable[[str, str], str]
_COLOURS = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.INFO: "1;36"}
_DIM, _BOLD, _SPARK, _GOOD = "2", "1", "34", "32"
_IN_FULL = 3


def metrics(options: argparse.Namespace, settings: Settings, paint: Paint) -> int:
    """Look at targets once.

    Args:
        options: `targets`, `last`, `start`, `end`, `period`, `format`.
        settings: Of this run.
        paint: Colours a word where a terminal reads it.

    Returns:
        The exit code: 0, or 1 when there is nothing to show; a sentence on stderr says why.

    Raises:
        UsageError: when a PNG would go to a terminal.

    """
    if options.format == "png" and sys.stdout.isatty():
        raise UsageError("A PNG goes to a file: serverless-mcp metrics ... --format png > chart.png")
    try:
        now = dt.datetime.now(tz=dt.UTC).replace(microsecond=0)
        window = read_window(options.last or options.start, options.end, options.period, now=now)
        seen = observe(settings, options.targets, window)
    except Exception as error:  # noqa: BLE001 - the boundary: a shell reads a sentence, the log has the traceback
        sys.stderr.write(f"{call_error(error, {})}\n")
        return 1
    if options.format == "png":
        pictures = answer(seen, chart=True).pictures()
        if not pictures:
            sys.stderr.write("There is nothing to draw in this window.\n")
            return 1
        sys.stdout.buffer.write(pictures[0])
        return 0
    if options.format == "json":
        sys.stdout.write(json.dumps(answer(seen, series=True).data(), indent=2, ensure_ascii=False) + "\n")
    else:
        sys.stdout.write("\n".join(lines(seen, paint, shutil.get_terminal_size((100, 24)).columns)) + "\n")
    return int(all(each.status in {"not_found", "error"} for each in seen.readings))


def lines(seen: Observation, paint: Paint, width: int) -> Iterator[str]:
    """The answer for a terminal of so many columns."""
    width = max(60, min(width, 140))
    read = f", {seen.metrics_read:,} series" if seen.metrics_read else ""
    yield paint(f"{seen.window.told}, by {amount(seen.window.period_seconds, 's')}, in {seen.where.told}{read}", _DIM)
    if len(seen.readings) <= _IN_FULL:
        for each in seen.readings:
            yield ""
            yield from _in_full(each, paint, width)
    else:
        yield ""
        yield from _many(seen, paint, width)
    notes = [*seen.window.notes, *seen.notes]
    if notes:
        yield ""
        yield from (paint(each, _DIM) for note in notes for each in textwrap.wrap(clean(note), width))


def _in_full(reading: Reading, paint: Paint, width: int) -> Iterator[str]:
    summary, resource = reading.summary, reading.resource
    qualified = f":{reading.target.qualifier}" if reading.target.qualifier else ""
    name = clean(resource.name if resource else reading.target.name) + qualified
    if reading.status in {"not_found", "error"} or summary is None:
        yield f"{paint('x', '1;31')} {paint(name, _BOLD)}  {paint(reading.status.replace('_', ' '), '31')}"
        yield from textwrap.wrap(reading.message or "", width, initial_indent="  ", subsequent_indent="  ")
        return
    known = ", ".join([kinds()[summary.resource.kind].title, *facts_of(summary)])
    yield f"{_dot(reading, paint)} {paint(name, _BOLD)}  {paint(known, _DIM)}"
    if reading.message:
        yield from textwrap.wrap(reading.message, width, initial_indent="  ", subsequent_indent="  ")
    if reading.status == "no_data":
        yield (
            paint("  no data in this window", "33") if reading.message else paint("  did nothing in this window", "33")
        )
        return
    for finding in summary.findings:
        yield from _finding(finding, paint, width)
    if not summary.findings:
        yield paint("  nothing stands out", _GOOD)
    if summary.figures:
        yield from textwrap.wrap(
            ", ".join(told(each) for each in summary.figures), width, initial_indent="  ", subsequent_indent="  "
        )
    yield ""
    yield from _table(summary.metrics, paint)
    if summary.alarms:
        yield ""
        wanted = ", ".join(alarm.metric for alarm in summary.alarms)
        yield paint(f"  alarms worth having: {wanted} (as a template: --format json, alarms)", _DIM)


def _finding(finding: MetricFinding, paint: Paint, width: int, name: str = "") -> Iterator[str]:
    label = f"{finding.severity:7}"
    of = f"{clean(name)}: " if name else ""
    wrapped = textwrap.wrap(of + finding.message, width - 10)
    yield f"  {paint(label, _COLOURS[finding.severity])} {wrapped[0]}"
    yield from (f"          {line}" for line in wrapped[1:])
    step = textwrap.wrap(f"{finding.next_step} [{', '.join(finding.practices)}]", width - 12)
    yield from (paint(f"          {'> ' if not number else '  '}{line}", _DIM) for number, line in enumerate(step))


def _table(metrics_: tuple[MetricSummary, ...], paint: Paint) -> Iterator[str]:
    names = max((len(each.name) for each in metrics_), default=0)
    cells = [value(each) for each in metrics_]
    wide = max(map(len, cells), default=0)
    for each, cell in zip(metrics_, cells, strict=True):
        trend = change(each.change_percent)
        yield f"  {each.name:{names}}  {cell:{wide}}  {trend:>6}  {paint(each.sparkline, _SPARK)}".rstrip()


def _many(seen: Observation, paint: Paint, width: int) -> Iterator[str]:
    found = [each for each in seen.readings if each.summary is not None and each.status == "ok"]
    order = list(_COLOURS)
    every = [(finding, each) for each in found if each.summary is not None for finding in each.summary.findings]
    for finding, each in sorted(every, key=lambda pair: order.index(pair[0].severity)):
        yield from _finding(finding, paint, width, each.resource.name if each.resource else "")
    yield ""
    rows = [_row(each) for each in sorted(found, key=badness)]
    wide = [max((len(row[number]) for row in rows), default=0) for number in range(4)]
    for reading, row in zip(sorted(found, key=badness), rows, strict=True):
        name, traffic, trend, tail = (cell.ljust(size) for cell, size in zip(row[:4], wide, strict=True))
        yield f"{_dot(reading, paint)} {name}  {traffic}  {trend}  {tail}  {paint(row[4], _SPARK)}".rstrip()
    for each in seen.readings:
        if each.status != "ok":
            yield f"{_dot(each, paint)} {each.target.text:{wide[0]}}  {paint(each.status.replace('_', ' '), '33')}"
            yield from textwrap.wrap(each.message or "", width, initial_indent="    ", subsequent_indent="    ")


def _row(reading: Reading) -> tuple[str, str, str, str, str]:
    """Name, traffic, trend, p99 and sparkline of one resource."""
    if reading.summary is None:
        return (reading.target.text, "", "", "", "")
    traffic = next((each for each in reading.summary.metrics if each.measure == "count"), None)
    latency = next((each for each in reading.summary.metrics if each.measure == "latency"), None)
    name = f"{reading.target.kind}:{clean(reading.summary.resource.name)}"
    tail = f"p99 {amount(latency.p99, latency.unit)}" if latency else ""
    if traffic is None:
        return (name, "", "", tail, "")
    return (name, f"{count(traffic.sum or 0)} {traffic.name}", change(traffic.change_percent), tail, traffic.sparkline)


def _dot(reading: Reading, paint: Paint) -> str:
    """How it does, in one character."""
    if reading.status != "ok" or reading.summary is None:
        return paint("-", "33") if reading.status == "no_data" else paint("x", "1;31")
    worst = reading.summary.findings[0].severity if reading.summary.findings else None
    return paint("●", _COLOURS[worst]) if worst else paint("●", _GOOD)
