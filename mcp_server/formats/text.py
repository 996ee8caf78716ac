"""Text for people: each finding with the lines it is about, as compilers print them."""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from guidance.file_finding import file_of
from guidance.model import Finding, Severity
from mcp_server.findings import SEVERITIES, clean, counted

if TYPE_CHECKING:
    from mcp_server.checked import Checked

_WIDTH = 140
_COLOURS = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.INFO: "1;36"}


def render(checked: Sequence[Checked]) -> str:
    """Every finding, then how many there are and how many can be fixed."""
    paint = _painter()
    lines: list[str] = []
    for each in checked:
        for finding in each.report.findings:
            lines += [*_finding(each, finding, paint), ""]
        lines += [paint(line, "2") for line in _left_out(each)]
    lines += _closing(checked)
    return "\n".join(lines) + "\n"


class _painter:  # noqa: N801 - used as a function
    """Colours a word where a terminal reads it."""

    def __init__(self) -> None:
        wanted = os.environ.get("FORCE_COLOR") or (sys.stdout is not None and sys.stdout.isatty())
        self.on = bool(wanted) and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"

    def __call__(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.on else text


def _finding(checked: Checked, finding: Finding, paint: _painter) -> Iterator[str]:
    file = file_of(finding)
    where = checked.shown if file is None else (PurePosixPath(checked.shown).parent / file).as_posix()
    source = (checked.text if file is None else checked.texts.get(file, "")).splitlines()
    colour = _COLOURS[finding.severity]
    ends = [] if file is not None else [each for each in finding.related if each.line != finding.line]
    numbers = [finding.line, *(each.line for each in ends)]
    margin = " " * len(str(max(numbers)))
    bar = paint("|", "34")
    yield f"{paint(f'{finding.severity}[{finding.rule_id}]', colour)}: {paint(clean(finding.message), '1')}"
    yield f"{margin}{paint('-->', '34')} {clean(where)}:{finding.line}:{finding.column}"
    shown = _excerpts(source, finding, [(each.line, each.resource or "related") for each in ends])
    if shown:
        yield f"{margin} {bar}"
    last = None
    for number, text, column, label in shown:
        if last is not None and number > last + 1:
            yield paint("...", "34")
        last = number
        yield f"{paint(f'{number:>{len(margin)}}', '34')} {bar} {text}".rstrip()
        if label is not None:
            mark, name = ("^", "") if label == "" else ("-", f" {label}")
            start = _width(text[: column - 1])
            length = max(1, _width(text.rstrip()) - start)
            yield f"{margin} {bar} {' ' * start}{paint(mark * length + clean(name), colour if mark == '^' else '34')}"
    if shown:
        yield f"{margin} {bar}"
    if finding.fix is not None:
        unsafe = "" if finding.fix.safe else " (may change behaviour: --unsafe-fixes)"
        yield f"{margin} {paint('=', '34')} {paint('fix', '1')}: {clean(finding.fix.description)}{unsafe}"
    if finding.source_url:
        yield f"{margin} {paint('=', '34')} {paint('see', '1')}: {finding.source_url}"


def _excerpts(
    source: Sequence[str], finding: Finding, ends: Sequence[tuple[int, str]]
) -> list[tuple[int, str, int, str | None]]:
    """Lines to show: number, text, where the mark begins, and its label ("" for the finding itself, None for no mark)."""
    labels: dict[int, str | None] = {finding.line - 1: None, **dict(ends[:3]), finding.line: ""}
    rows: list[tuple[int, str, int, str | None]] = []
    for number in sorted(labels):
        if not 1 <= number <= len(source):
            continue
        label = labels[number]
        raw = source[number - 1]
        if label is None and raw.lstrip()[:1] in {"", "#"}:
            continue
        column = finding.column if label == "" else len(raw) - len(raw.lstrip()) + 1
        text, column = _fitted(raw, column)
        rows.append((number, text, column, label))
    return rows


def _fitted(raw: str, column: int) -> tuple[str, int]:
    """A line without tabs and control characters, cut so that the column is seen."""
    text = clean(raw.replace("\t", " "))
    if len(text) <= _WIDTH:
        return text, min(column, len(text) + 1)
    start = max(0, min(column - 1 - _WIDTH // 2, len(text) - _WIDTH))
    cut = ("..." if start else "") + text[start : start + _WIDTH] + ("..." if start + _WIDTH < len(text) else "")
    return cut, min(column - start + (3 if start else 0), len(cut) + 1)


def _width(text: str) -> int:
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


def _left_out(checked: Checked) -> Iterator[str]:
    yield from map(clean, checked.notes)
    if checked.report.hidden:
        yield f"{checked.shown}: {checked.report.hidden} more findings, none worse (--max-findings)"


def _counted_files(checked: Sequence[Checked]) -> str:
    code = sum(each.kind == "code" for each in checked)
    templates = len(checked) - code
    said = [f"{templates} template{'s' if templates > 1 else ''}"] if templates else []
    said += [f"{code} file{'s' if code > 1 else ''} of code"] if code else []
    return " and ".join(said)


def _closing(checked: Sequence[Checked]) -> list[str]:
    summary = {str(name): sum(each.report.counts.get(name, 0) for each in checked) for name in SEVERITIES}
    files = _counted_files(checked) if len(checked) > 1 else checked[0].shown
    silenced = sum(len(each.report.suppressed) for each in checked)
    lines = [
        f"{counted(summary)[0].upper()}{counted(summary)[1:]} in {files}."
        + (f" {silenced} suppressed." if silenced else "")
    ]
    if fixed := sum(each.fixed for each in checked):
        lines.append(f"{fixed} fixed.")
    fixes = [finding.fix for each in checked for finding in each.report.findings if finding.fix is not None]
    safe = sum(fix.safe for fix in fixes)
    if safe:
        lines.append(
            f"{safe} can be fixed with --fix"
            + (f", {len(fixes) - safe} more with --unsafe-fixes." if safe < len(fixes) else ".")
        )
    elif fixes:
        lines.append(f"{len(fixes)} can be fixed with --fix --unsafe-fixes: read the --diff first.")
    return lines
