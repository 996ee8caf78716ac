"""`serverless-mcp diagnose` and `serverless-mcp logs`: causes and log groups for people's terminals, or JSON."""

from __future__ import annotations

import json
import shutil
import sys
import textwrap
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, TypeVar

from guidance.advice.metrics.words import amount, count, money
from mcp_server.errors import call_error
from mcp_server.results import Result

if TYPE_CHECKING:
    import argparse

    from mcp_server.diagnose_result import CauseFound, DiagnosisResult
    from mcp_server.logs_result import LogGroup, LogsResult
    from mcp_server.settings import Settings

Paint = Callable[[str, str], str]
_COLOURS = {"error": "1;31", "warning": "1;33", "info": "1;36"}
_DIM, _BOLD, _GOOD, _SPARK = "2", "1", "32", "34"
Given = TypeVar("Given", bound=Result)


def diagnose(options: argparse.Namespace, settings: Settings, paint: Paint) -> int:
    """Diagnose one thing.

    Args:
        options: `target`, `last`, `start`, `end`, `format`.
        settings: Of this run.
        paint: Colours a word where a terminal reads it.

    Returns:
        The exit code: 0, or 1 when nothing can be said; a sentence on stderr says why.

    """
    from mcp_server.diagnose_result import DiagnosisResult

    return _run(
        "diagnose", options, settings, DiagnosisResult, lambda found, width: diagnosis_lines(found, paint, width)
    )


def logs(options: argparse.Namespace, settings: Settings, paint: Paint) -> int:
    """Ask the logs of one function or log group; the arguments are those of `diagnose`, and `query`."""
    from mcp_server.logs_result import LogsResult

    return _run("get_logs", options, settings, LogsResult, lambda found, width: logs_lines(found, paint, width))


def _run(
    tool: str,
    options: argparse.Namespace,
    settings: Settings,
    kind: type[Given],
    lines: Callable[[Given, int], Iterator[str]],
) -> int:
    from mcp_server.tools import TOOLS, Caller

    spec = next(each for each in TOOLS if each.name == tool)
    start = f"-{options.last.lstrip('-')}" if options.last else options.start
    given = {"target": options.target, "start": start, "end": options.end}
    if tool == "get_logs":
        given["query"] = options.query
    try:
        found = spec.call(Caller(settings), given)
    except Exception as error:  # noqa: BLE001 - the boundary: a shell reads a sentence, the log has the traceback
        sys.stderr.write(f"{call_error(error, {})}\n")
        return 1
    if not isinstance(found, kind):
        raise TypeError(tool)
    if options.format == "json":
        sys.stdout.write(json.dumps(found.data(), indent=2, ensure_ascii=False) + "\n")
    else:
        width = max(60, min(shutil.get_terminal_size((100, 24)).columns, 140))
        sys.stdout.write("\n".join(lines(found, width)) + "\n")
    return 0


def diagnosis_lines(found: DiagnosisResult, paint: Paint, width: int) -> Iterator[str]:
    """A diagnosis for a terminal of so many columns."""
    if not found.causes:
        yield paint("●", _GOOD if found.status == "nothing_wrong" else "33") + f" {paint(found.headline, _BOLD)}"
    for number, each in enumerate(found.causes):
        yield from _cause(each, found.target, number, paint, width)
    for seen in found.also:
        yield from _wrapped(f"{seen.resource}: {seen.message} {seen.next_step}", str(seen.severity), paint, width)
    if found.deployed:
        yield ""
        yield paint("  what is deployed, by the rules of validate", _DIM)
        for broken in found.deployed:
            yield from _wrapped(f"{broken.message} [{broken.rule_id}]", str(broken.severity), paint, width)
    yield ""
    yield from (
        _dim(each, paint, width)
        for each in (*found.facts, f"{found.start} to {found.end} in {found.region}", *found.notes)
    )


def _cause(each: CauseFound, target: str, number: int, paint: Paint, width: int) -> Iterator[str]:
    colour = _COLOURS[each.severity]
    of = f"{target.partition(':')[2] or target}  " if number == 0 else ""
    title = _wrap(f"{each.cause} (confidence {each.confidence})", width - 2)
    if number:
        yield ""
    yield f"{paint('●', colour)} {paint(of, _DIM)}{paint(title[0], _BOLD)}"
    yield from (f"  {paint(line, _BOLD)}" for line in title[1:])
    for said in each.evidence:
        yield from _wrap(said, width, initial_indent="    ", subsequent_indent="    ")
    step = f"{each.next_step} [{', '.join(each.practices)}]"
    wrapped = _wrap(step, width - 6)
    yield from (f"    {'> ' if not line else '  '}{text}" for line, text in enumerate(wrapped))


def _wrapped(text: str, severity: str, paint: Paint, width: int) -> Iterator[str]:
    wrapped = _wrap(text, width - 10) or [""]
    yield f"  {paint(f'{severity:7}', _COLOURS[severity])} {wrapped[0]}"
    yield from (f"          {line}" for line in wrapped[1:])


def _wrap(text: str, width: int, initial_indent: str = "", subsequent_indent: str = "") -> list[str]:
    """Lines of so many columns; names with hyphens stay whole."""
    return textwrap.wrap(
        text, width, initial_indent=initial_indent, subsequent_indent=subsequent_indent, break_on_hyphens=False
    )


def _dim(text: str, paint: Paint, width: int) -> str:
    return "\n".join(paint(line, _DIM) for line in _wrap(text, width))


def logs_lines(found: LogsResult, paint: Paint, width: int) -> Iterator[str]:
    """What logs say, for a terminal of so many columns."""
    yield f"{paint(found.target, _BOLD)}  {found.says}"
    for each in found.groups:
        yield from _group(each, paint, width)
    if found.figures.get("cold_starts"):
        init = (f"{name} {amount(found.figures[f'init_{name}_ms'], 'ms')}" for name in ("p50", "p95", "max"))
        yield f"  initialising took {', '.join(init)}  {paint(found.spark, _SPARK)}".rstrip()
    for report in found.reports:
        init_ms = f"init {amount(report.init_ms, 'ms')}" if report.init_ms else ""
        memory = f"{report.memory_used_mb}/{report.memory_mb} MB"
        yield (
            f"  {report.time[5:19].replace('T', ' ')}  {amount(report.duration_ms, 'ms'):>8}  {init_ms:13}  {memory:>12}  "
            f"{report.status:8} {paint(report.request_id, _DIM)}"
        )
    for row in found.rows:
        yield from _wrap("  ".join(row.values()), width, initial_indent="  ", subsequent_indent="    ")
    yield ""
    cost = f"{found.scanned_mb:,.1f} MB scanned, {money(found.cost_usd)}"
    yield _dim(f"{found.start} to {found.end} of {found.log_group} in {found.region}; {cost}", paint, width)
    yield from (_dim(note, paint, width) for note in found.notes)


def _group(each: LogGroup, paint: Paint, width: int) -> Iterator[str]:
    wrapped = _wrap(each.signature, width - 10) or [""]
    yield f"  {paint(f'{count(each.count):>6}x', '1;31')} {wrapped[0]}"
    yield from (f"          {line}" for line in wrapped[1:])
    place = f"{each.frame}, " if each.frame else ""
    yield paint(f"          {place}{each.first[:16].replace('T', ' ')} to {each.last[11:16]} UTC", _DIM)
