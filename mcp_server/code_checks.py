"""Checking files of code together: each finding once, in the file that it is about. No MCP, no pydantic."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path

from guidance import CodeError, Finding, Profile, Report, check_code
from guidance.file_finding import file_of
from guidance.model import Severity, Suppressed
from mcp_server.code_files import CodeFile
from mcp_server.findings import SEVERITIES

UNREADABLE = "code-unreadable"
"""The id under which a file is reported that is no code."""


@dataclass
class FileCheck:
    """What was found in one file, by checking it and what imports it."""

    path: Path
    findings: dict[tuple[str, int, int], Finding] = field(default_factory=dict)
    suppressed: dict[tuple[str, int, int], Suppressed] = field(default_factory=dict)
    handlers: int = 0
    error: CodeError | None = None
    """Why it is no code."""
    notes: list[str] = field(default_factory=list)

    def report(self, most: int | None = None) -> Report:
        """The findings in the order of the text; of more than `most`, the worst."""
        found = sorted(self.findings.values(), key=lambda each: (each.line, each.column, each.rule_id))
        kept = sorted(found, key=lambda each: SEVERITIES.index(each.severity))[:most]
        shown = set(map(_key, kept))
        return Report(
            tuple(each for each in found if _key(each) in shown),
            tuple(self.suppressed.values()),
            len(found) - len(kept),
            dict(Counter(each.severity for each in found)),
        )


@dataclass
class Checks:
    """What checking some files gave, by path in the order of the files; those that they import come in between."""

    files: dict[Path, FileCheck] = field(default_factory=dict)
    read: set[Path] = field(default_factory=set)
    """What was read, imports too."""
    late: list[str] = field(default_factory=list)
    """Files for which no time was left."""

    @property
    def handlers(self) -> int:
        """Durable handlers in all of them."""
        return sum(each.handlers for each in self.files.values())


def check_files(
    files: Iterable[CodeFile],
    *,
    profile: Profile = Profile.DEFAULT,
    rules: Sequence[str] = (),
    exclude: Sequence[str] = (),
    texts: Mapping[Path, str] | None = None,
    seconds: float | None = None,
) -> Checks:
    """Check files of code; one that cannot be read is a finding of its own.

    Args:
        files: What to check.
        profile: which rules, when none are named.
        rules: only these, by id or alias.
        exclude: not these.
        texts: texts that count instead of those on disk.
        seconds: when to stop.

    Raises:
        UnknownRuleError: when a name is not a rule.

    """
    until = None if seconds is None else time.monotonic() + seconds
    checks = Checks()
    for file in files:
        if until is not None and time.monotonic() > until:
            checks.late.append(file.name)
            continue
        own = checks.files.setdefault(file.path, FileCheck(file.path))
        try:
            report = check_code(
                file.data, file.path, root=file.root, profile=profile, rules=rules, exclude=exclude,
                texts=below(file.root, texts or {}),
            )  # fmt: skip
        except CodeError as error:
            own.error = error
            _add(own, unreadable(error))
            continue
        checks.read |= {file.root / name for name in report.files}
        own.handlers += report.handlers
        own.notes += report.notes
        for finding in report.findings:
            _add(_place(checks, file, finding), finding)
        for suppressed in report.suppressed:
            finding = suppressed.finding
            there = _place(checks, file, finding)
            there.suppressed.setdefault(_key(finding), Suppressed(_plain(finding), suppressed.reason, suppressed.by))
    return checks


def below(root: Path, texts: Mapping[Path, str]) -> dict[str, str]:
    """Texts by their path below a folder."""
    return {path.relative_to(root).as_posix(): text for path, text in texts.items() if path.is_relative_to(root)}


def unreadable(error: CodeError) -> Finding:
    """What is found in a file that is no code."""
    return Finding(
        rule_id=UNREADABLE, severity=Severity.ERROR, message=error.reason, line=error.line, column=error.column,
        end_line=error.line,
    )  # fmt: skip


def _place(checks: Checks, file: CodeFile, finding: Finding) -> FileCheck:
    """The file that a finding is in."""
    other = file_of(finding)
    path = file.path if other is None else file.root / other
    return checks.files.setdefault(path, FileCheck(path))


def _add(there: FileCheck, finding: Finding) -> None:
    there.findings.setdefault(_key(finding), _plain(finding))


def _key(finding: Finding) -> tuple[str, int, int]:
    return finding.rule_id, finding.line, finding.column


def _plain(finding: Finding) -> Finding:
    """A finding that says nothing of its file."""
    return Finding(**{each.name: getattr(finding, each.name) for each in fields(Finding)})
