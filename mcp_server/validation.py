"""What `validate_template` returns: typed data, and the same as Markdown written to be acted on."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from mcp_server.results import Result


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


class FindingItem(BaseModel):
    """One finding."""

    rule_id: str
    severity: Literal["error", "warning", "info"]
    confidence: str
    message: str
    resource: str | None = None
    path: str
    file: str | None = None
    """Relative to the template; None when it is the template itself."""
    line: int
    column: int
    end_line: int
    related: list[Related] | None = None
    engine: str
    source_url: str | None = None
    fix: Fix | None = None


class SuppressedItem(BaseModel):
    """A finding that somebody silenced."""

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


class ValidationResult(Result):
    """What checking a template gave."""

    model_config: ClassVar[ConfigDict] = ConfigDict(json_schema_extra=lambda schema: schema.pop("description", None))

    valid: bool
    summary: Summary
    findings: list[FindingItem]
    hidden: int
    suppressed: list[SuppressedItem]
    suppressed_count: int
    fixes_applied: list[str] | None = None
    fixed_template: str | None = None
    diff: str | None = None
    name: str = Field("template", exclude=True)

    def text(self) -> str:
        """The verdict, each finding with what to do, and how to see the rest."""
        summary = self.summary.model_dump()
        said = ", ".join(f"{n} {name}{'s' if n > 1 else ''}" for name, n in summary.items() if n) or "no findings"
        lines = [f"**{'Valid' if self.valid else 'Not valid'}**: {said} in `{self.name}`."]
        for finding in self.findings:
            lines += ["", *_told(finding)]
        lines += ["", *self._rest()] if self.hidden or self.suppressed_count else []
        if self.fixes_applied is not None:
            lines += ["", *(f"Fixed: {each}" for each in self.fixes_applied)]
            lines += ["" if self.fixes_applied else "Nothing to fix: no finding has a fix that proves itself."]
        if self.diff:
            fence = "`" * 4 if "```" in self.diff else "```"
            lines += [f"{fence}diff", self.diff.rstrip("\n"), fence]
        return "\n".join(lines).rstrip("\n") + "\n"

    def _rest(self) -> list[str]:
        lines = []
        if self.hidden:
            lines.append(
                f"{self.hidden} more not shown, none worse. Narrow with `rules` or `exclude_rules`, or raise `max_findings`."
            )
        if self.suppressed_count:
            some = ", ".join(f"{each.rule_id} (line {each.line}, by {each.by})" for each in self.suppressed[:5])
            more = f" and {self.suppressed_count - 5} more" if self.suppressed_count > 5 else ""
            lines.append(f"Suppressed in the template: {self.suppressed_count}: {some}{more}.")
        return lines


def _told(finding: FindingItem) -> list[str]:
    where = f"`{finding.file}` line {finding.line}" if finding.file else f"line {finding.line}"
    resource = f" · {finding.resource}" if finding.resource else ""
    lines = [f"- {where} · **{finding.severity}** · {finding.rule_id}{resource}: {finding.message}"]
    if finding.related:
        ends = ", ".join(f"{each.resource or 'here'} (line {each.line})" for each in finding.related)
        lines.append(f"  See also: {ends}.")
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


def within(result: dict[str, Any], budget: int) -> dict[str, Any]:
    """The result with as many findings, the worst first, as text and data hold within a number of characters."""
    import json

    def size(count: int) -> int:
        shorter = cut(count)
        model = ValidationResult(**shorter)
        return max(len(json.dumps(model.data(), ensure_ascii=False)), len(model.text()))

    def cut(count: int) -> dict[str, Any]:
        findings = result["findings"]
        return {**result, "findings": findings[:count], "hidden": result["hidden"] + len(findings[count:])}

    low, high = 0, len(result["findings"])
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if size(middle) <= budget else (low, middle - 1)
    return cut(low)
