"""The tool `validate_template`."""

from __future__ import annotations

import time
from typing import Annotated, Literal

from pydantic import Field

from guidance import TemplateError, check_template, fix_template
from guidance.model import Profile
from mcp_server.findings import clean, finding_data, summary_data, suppressed_data, worst_first
from mcp_server.rules import refuse_others
from mcp_server.sources import Source
from mcp_server.templates import read_template
from mcp_server.templates import region as checked_region
from mcp_server.tools import Caller
from mcp_server.validation import DEFAULT_CHARACTERS, MOST_CHARACTERS, MOST_SUPPRESSED, ValidationResult, within

_FIXES = 200
_SECONDS = 3.0


def validate_template(
    caller: Caller,
    path: Annotated[str | None, Field(description="Template in the workspace; files it names are checked too")] = None,
    template: Annotated[str | None, Field(description="Or its text")] = None,
    profile: Annotated[Literal["default", "strict"], Field(description="strict adds opinions")] = "default",
    rules: Annotated[list[str] | None, Field(description="Only these ids, without schema checks")] = None,
    exclude_rules: Annotated[list[str] | None, Field(description="Not these ids")] = None,
    region: Annotated[str | None, Field(description="Whose schemas count (us-east-1)")] = None,
    fix: Annotated[bool, Field(description="Also return the fixed text and a diff; writes nothing")] = False,
    max_findings: Annotated[int | None, Field(ge=1, le=500, description="Worst first; default: what fits")] = None,
) -> ValidationResult:
    """Check a SAM or CloudFormation template: serverless practices, AWS's schemas, SAM's rules; exact lines, fixes.

    Use after writing or changing a template, before a deployment, and to review one. rule://{id} explains a rule.
    """
    source = _source(path, template, caller)
    chosen, excluded = tuple(rules or ()), tuple(exclude_rules or ())
    refuse_others(chosen, "template")
    report = check_template(
        source.data,
        source.path,
        root=source.root,
        profile=Profile(profile),
        rules=chosen,
        exclude=excluded,
        region=checked_region(region or caller.settings.region),
    )
    findings = worst_first(report.findings)
    result = {
        "valid": report.valid,
        "summary": summary_data(report),
        "findings": [finding_data(each) for each in findings[:max_findings]],
        "hidden": report.hidden + len(findings[max_findings or len(findings) :]),
        "suppressed": [suppressed_data(each) for each in report.suppressed[:MOST_SUPPRESSED]],
        "suppressed_count": len(report.suppressed),
        "name": source.shown,
    }
    if fix:
        result |= _fixed(source, Profile(profile), chosen, excluded)
    # The fixed text and the diff come on top of what an answer has by itself, and count towards the most.
    used = max(len(str(result.get("fixed_template") or "")) + len(str(result.get("diff") or "")), 0)
    budget = DEFAULT_CHARACTERS + used if max_findings is None else MOST_CHARACTERS
    return within(ValidationResult, result, min(budget, MOST_CHARACTERS))


def _source(path: str | None, template: str | None, caller: Caller) -> Source:
    if (path is None) == (template is None):
        raise TemplateError("Pass either `path`, a template in the workspace, or `template`, its text.")
    if path is not None:
        return read_template(path, caller.settings.workspaces)
    return Source("template", str(template).encode("utf-8", "surrogatepass"))


def _fixed(source: Source, profile: Profile, rules: tuple[str, ...], exclude: tuple[str, ...]) -> dict[str, object]:
    """The text with the fixes that prove themselves, and the difference; too long a text is left out.

    Safe fixes only, unless the caller names rules: then also those of their fixes that may change behaviour.
    """
    started = time.monotonic()
    fixed = fix_template(
        source.data, source.path, root=source.root, profile=profile, rules=rules, exclude=exclude, unsafe=bool(rules),
        most=_FIXES, seconds=_SECONDS,
    )  # fmt: skip
    applied = []
    for each in fixed.applied:
        if each.fix is not None:
            unsafe = "" if each.fix.safe else " (may change behaviour: read it)"
            applied.append(clean(f"{each.rule_id}, {each.resource or 'template'}: {each.fix.description}{unsafe}"))
    if len(fixed.applied) + len(fixed.rejected) >= _FIXES or time.monotonic() - started > _SECONDS:
        applied.append("There may be more: call again with the fixed text, or name some `rules`")
    before = _text(source)
    diff = fixed.diff(before, source.shown.rsplit("/", 1)[-1]) if fixed.text != before else ""
    result: dict[str, object] = {"fixes_applied": applied, "diff": diff or None}
    if len(diff) > MOST_CHARACTERS // 2:
        result["diff"] = None
        applied.append("The diff is too long to show; name some `rules`")
    if fixed.text != before and len(fixed.text) + len(str(result["diff"] or "")) <= MOST_CHARACTERS * 3 // 4:
        result["fixed_template"] = fixed.text
    elif fixed.text == before:
        result["fixed_template"] = fixed.text if len(fixed.text) <= DEFAULT_CHARACTERS else None
    return result


def _text(source: Source) -> str:
    from guidance.template.reader import decode

    return decode(source.data)
