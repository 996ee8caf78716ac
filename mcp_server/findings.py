"""Findings as data, the same for the tool, the command line and every format. Imports nothing slow."""

from __future__ import annotations

import re
from typing import Any

from guidance.file_finding import file_of
from guidance.model import Finding, Report, Severity, Suppressed

SEVERITIES = (Severity.ERROR, Severity.WARNING, Severity.INFO)
UNREADABLE = "template-unreadable"
"""The id under which what is no template at all is reported."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def clean(text: str) -> str:
    """A text without control characters, which a template could use to rewrite a terminal or hide in an answer."""
    return _CONTROL.sub("\ufffd", text)


def finding_data(finding: Finding) -> dict[str, Any]:
    """A finding as JSON values; what it has not is left out."""
    data: dict[str, Any] = {
        "rule_id": finding.rule_id,
        "severity": str(finding.severity),
        "confidence": str(finding.confidence),
        "message": clean(finding.message),
        "resource": finding.resource,
        "path": finding.path,
        "file": file_of(finding),
        "line": finding.line,
        "column": finding.column,
        "end_line": finding.end_line,
        "related": [
            {"resource": each.resource, "line": each.line} if each.resource else {"line": each.line}
            for each in finding.related
        ],
        "engine": finding.engine,
        "source_url": finding.source_url,
    }
    if finding.fix is not None:
        edits = [
            {"line": e.line, "column": e.column, "end_line": e.end_line, "end_column": e.end_column, "text": e.text}
            for e in finding.fix.edits
        ]
        data["fix"] = {"safe": finding.fix.safe, "description": finding.fix.description, "edits": edits}
    return {key: value for key, value in data.items() if value is not None and value != []}


def suppressed_data(suppressed: Suppressed) -> dict[str, Any]:
    """A silenced finding as JSON values."""
    finding = suppressed.finding
    data = {
        "rule_id": finding.rule_id,
        "resource": finding.resource,
        "line": finding.line,
        "by": suppressed.by,
        "reason": clean(suppressed.reason) if suppressed.reason else None,
    }
    return {key: value for key, value in data.items() if value is not None}


def summary_data(report: Report) -> dict[str, int]:
    """How many findings of each severity, hidden ones too."""
    return {str(severity): report.counts.get(severity, 0) for severity in SEVERITIES}


def worst_first(findings: tuple[Finding, ...]) -> list[Finding]:
    """Errors before warnings before infos, in the order of the template."""
    return sorted(findings, key=lambda each: SEVERITIES.index(each.severity))


def counted(summary: dict[str, int]) -> str:
    """Count in words: 1 error, 2 warnings."""
    said = [f"{count} {name}{'s' if count > 1 else ''}" for name, count in summary.items() if count]
    return ", ".join(said) or "no findings"
