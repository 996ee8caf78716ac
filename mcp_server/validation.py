"""What checking returns, of a template or of code: typed data, and the same as Markdown written to be acted on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from mcp_server.findings import counted
from mcp_server.results import Result

DEFAULT_CHARACTERS = 9_000
MOST_CHARACTERS = 70_000
"""About 2,250 and 17,500 tokens of an answer, by itself and where a caller asks for more."""
MOST_SUPPRESSED = 10


class Edit(BaseModel):
    """Replace a stretch of text; the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int
    text: str


class Fix(BaseModel):
    """What cures a finding."""

    safe: bool
    description: str
    edits: list[Edit]


class Related(BaseModel):
    """The other end of a finding."""

    resource: str | None = None
    line: int


class CodeFinding(BaseModel):
    """One finding, in code."""

    rule_id: str
    severity: Literal["error", "warning", "info"]
    confidence: str
    message: str
    path: str
    file: str | None = None
    """None when it is the template, or the one file, itself."""
    line: int
    column: int
    end_line: int
    engine: str
    source_url: str | None = None
    fix: Fix | None = None


class FindingItem(CodeFinding):
    """One finding, in a template."""

    resource: str | None = None
    related: list[Related] | None = None


class SuppressedCode(BaseModel):
    """A finding in code that somebody silenced."""

    rule_id: str
    file: str | None = None
    line: int
    by: str
    reason: str | None = None


class SuppressedItem(BaseModel):
    """A finding in a template that somebody silenced."""

    rule_id: str
    resource: str | None = None
    line: int
    by: str
    reason: str | None = None


class Summary(BaseModel):
    """Findings by severity, hidden ones too."""

    error: int
    warning: int
    info: int


class CheckResult(Result):
    """What checking gave."""

    model_config: ClassVar[ConfigDict] = ConfigDict(json_schema_extra=lambda schema: schema.pop("description", None))

    valid: bool
    summary: Summary
    findings: Sequence[CodeFinding]
    hidden: int
    suppressed: Sequence[SuppressedItem | SuppressedCode]
    suppressed_count: int
    name: str = Field("template", exclude=True)

    def text(self) -> str:
        """The verdict, each finding with what to do, and how to see the rest."""
        lines = self._verdict()
        for finding in self.findings:
            lines += ["", *_told(finding)]
        lines += ["", *self._rest()] if self.hidden or self.suppressed_count else []
        lines += self._more()
        return "\n".join(lines).rstrip("\n") + "\n"

    def _said(self) -> str:
        return counted(self.summary.model_dump())

    def _verdict(self) -> list[str]:
        return [f"**{'Valid' if self.valid else 'Not valid'}**: {self._said()} in `{self.name}`."]

    def _more(self) -> list[str]:
        return []

    def _rest(self) -> list[str]:
        lines = []
        if self.hidden:
            lines.append(
                f"{self.hidden} more not shown, none worse. Narrow with `rules` or `exclude_rules`, or raise `max_findings`."
            )
        if self.suppressed_count:
            some = ", ".join(_silenced(each) for each in self.suppressed[:5])
            more = f" and {self.suppressed_count - 5} more" if self.suppressed_count > 5 else ""
            lines.append(f"Suppressed in the {self._where()}: {self.suppressed_count}: {some}{more}.")
        return lines

    def _where(self) -> str:
        return "template"


class ValidationResult(CheckResult):
    """What checking a template gave."""

    findings: Sequence[FindingItem]
    suppressed: Sequence[SuppressedItem]
    fixes_applied: list[str] | None = None
    fixed_template: str | None = None
    diff: str | None = None

    def _more(self) -> list[str]:
        lines: list[str] = []
        if self.fixes_applied is not None:
            lines += ["", *(f"Fixed: {each}" for each in self.fixes_applied)]
            lines += ["" if self.fixes_applied else "Nothing to fix: no finding has a fix that proves itself."]
        if self.diff:
            fence = "`" * 4 if "```" in self.diff else "```"
            lines += [f"{fence}diff", self.diff.rstrip("\n"), fence]
        return lines


class LeftOut(BaseModel):
    """What was not checked, and why."""

    reason: str
    count: int
    example: str

    def told(self) -> str:
        """The same in words."""
        more = f" and {self.count - 1} more" if self.count > 1 else ""
        return f"`{self.example}`{more}, {self.reason}"


class CodeResult(CheckResult):
    """What checking durable code gave."""

    suppressed: Sequence[SuppressedCode]
    handlers: int
    files_read: int
    left_out: list[LeftOut]
    notes: list[str]

    def _verdict(self) -> list[str]:
        files = f"{self.files_read} file{'' if self.files_read == 1 else 's'} of code read"
        if not self.handlers and not self.findings and not self.hidden:
            return [f"**No durable handler found** in `{self.name}` ({files}): nothing was checked."]
        many = f"{self.handlers or 'no'} durable handler{'' if self.handlers == 1 else 's'}"
        return [f"**{'Valid' if self.valid else 'Not valid'}**: {self._said()} in `{self.name}` ({many}, {files})."]

    def _more(self) -> list[str]:
        lines = [f"Left out: {'; '.join(each.told() for each in self.left_out)}."] if self.left_out else []
        return ["", *lines, *self.notes] if lines or self.notes else []

    def _where(self) -> str:
        return "code"


def _silenced(each: SuppressedItem | SuppressedCode) -> str:
    file = each.file if isinstance(each, SuppressedCode) else None
    return f"{each.rule_id} ({f'{file} ' if file else ''}line {each.line}, by {each.by})"


def _told(finding: CodeFinding) -> list[str]:
    where = f"`{finding.file}` line {finding.line}" if finding.file else f"line {finding.line}"
    placed = finding if isinstance(finding, FindingItem) else None
    resource = f" · {placed.resource}" if placed and placed.resource else ""
    lines = [f"- {where} · **{finding.severity}** · {finding.rule_id}{resource}: {finding.message}"]
    if placed and placed.related:
        others = ", ".join(f"{each.resource or 'here'} (line {each.line})" for each in placed.related)
        lines.append(f"  See also: {others}.")
    if finding.fix:
        unsafe = "" if finding.fix.safe else " (may change behaviour)"
        lines.append(f"  Fix{unsafe}: {finding.fix.description}. {_edits(finding.fix.edits)}")
    return lines


def _edits(edits: list[Edit]) -> str:
    """Short edits in words; long ones are in the data, and in what `fix` returns."""
    if len(edits) != 1 or len(edits[0].text) > 160:
        return ""
    edit = edits[0]
    text = edit.text.strip("\n")
    if "`" in text:
        return ""
    shown = " / ".join(line.strip() for line in text.splitlines())
    if (edit.line, edit.column) == (edit.end_line, edit.end_column):
        return f"Insert at {edit.line}:{edit.column}: `{shown}`"
    if not text:
        return f"Delete lines {edit.line} to {edit.end_line - 1}"
    return f"Put `{shown}` at {edit.line}:{edit.column}-{edit.end_line}:{edit.end_column}"


Kind = TypeVar("Kind", bound=CheckResult)


def within(kind: type[Kind], result: dict[str, Any], budget: int) -> Kind:
    """The result with as many findings, the worst first, as text and data hold within a number of characters."""
    import json

    def size(count: int) -> int:
        model = kind(**cut(count))
        return max(len(json.dumps(model.data(), ensure_ascii=False)), len(model.text()))

    def cut(count: int) -> dict[str, Any]:
        findings = result["findings"]
        return {**result, "findings": findings[:count], "hidden": result["hidden"] + len(findings[count:])}

    low, high = 0, len(result["findings"])
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if size(middle) <= budget else (low, middle - 1)
    return kind(**cut(low))
