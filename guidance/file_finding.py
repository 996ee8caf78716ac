"""Findings in a file beside the template. Apart from `guidance.files`: who only shows them need not import the reader."""

from __future__ import annotations

from dataclasses import dataclass

from guidance.model import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFinding(Finding):
    """A finding in a file that the template names; `line` and `path` are the file's own."""

    file: str
    """Relative to the template, with forward slashes."""


def file_of(finding: Finding) -> str | None:
    """The file that a finding is in, relative to the template; None when it is the template itself."""
    return finding.file if isinstance(finding, FileFinding) else None
