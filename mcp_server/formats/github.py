"""GitHub's workflow commands: each finding becomes an annotation on its line.

https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from guidance.file_finding import file_of
from guidance.model import Finding, Severity
from mcp_server.findings import clean

if TYPE_CHECKING:
    from mcp_server.checked import Checked

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(checked: Sequence[Checked]) -> str:
    """One line a finding."""
    return "".join(_line(each.shown, finding) for each in checked for finding in each.report.findings)


def _line(shown: str, finding: Finding) -> str:
    file = file_of(finding)
    place = {
        "file": shown if file is None else (PurePosixPath(shown).parent / file).as_posix(),
        "line": str(finding.line),
        "endLine": str(finding.end_line),
        "col": str(finding.column),
        "title": finding.rule_id,
    }
    if finding.end_line != finding.line:
        del place["col"]  # GitHub takes columns only within one line
    properties = ",".join(f"{name}={_property(value)}" for name, value in place.items())
    cure = f" Fix: {finding.fix.description}." if finding.fix else ""
    return f"::{_COMMANDS[finding.severity]} {properties}::{_data(clean(finding.message) + cure)}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(clean(text)).replace(":", "%3A").replace(",", "%2C")
