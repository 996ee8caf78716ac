"""The tool `check_durable_code`."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from guidance import CodeError, check_code
from guidance.code import language_of
from mcp_server.code_checks import Checks, check_files
from mcp_server.code_files import CODE, CodeFile, Seen, find_code
from mcp_server.findings import SEVERITIES, finding_data, suppressed_data
from mcp_server.rules import refuse_others
from mcp_server.sources import exists, locate, read_bytes
from mcp_server.tools import Caller
from mcp_server.validation import DEFAULT_CHARACTERS, MOST_CHARACTERS, MOST_SUPPRESSED, CodeResult, LeftOut, within

_SECONDS = 20.0
"""What a folder may take: far more than a thousand files need."""
_MOST_NOTES = 5
_MOST_REASONS = 8


def check_durable_code(
    caller: Caller,
    path: Annotated[str | None, Field(description="File or folder in the workspace; its imports are followed")] = None,
    source: Annotated[str | None, Field(description="Or the code")] = None,
    language: Annotated[
        Literal["python", "typescript", "javascript"] | None, Field(description="Of source; default: guessed")
    ] = None,
    rules: Annotated[list[str] | None, Field(description="Only these ids, such as DF001")] = None,
    exclude_rules: Annotated[list[str] | None, Field(description="Not these ids")] = None,
    max_findings: Annotated[int | None, Field(ge=1, le=500, description="Worst first; default: what fits")] = None,
) -> CodeResult:
    """Check Lambda durable functions in Python, TypeScript or JavaScript for what breaks on replay; exact lines, fixes.

    Use after writing or changing durable code, and to review it. rule://{id} explains a rule.
    """
    chosen, excluded = tuple(rules or ()), tuple(exclude_rules or ())
    refuse_others(chosen, "code")
    if (path is None) == (source is None):
        raise CodeError("Pass either `path`, a file or folder in the workspace, or `source`, the code itself.")
    if path is None:
        result = _of_source(str(source), language, chosen, excluded)
    elif language is not None:
        raise CodeError("`language` goes with `source`; of a `path` the file's name tells it.")
    else:
        result = _of_path(path, caller, chosen, excluded)
    findings = sorted(result["findings"], key=lambda each: [str(name) for name in SEVERITIES].index(each["severity"]))
    summary = {str(name): sum(each["severity"] == name for each in findings) for name in SEVERITIES}
    result |= {
        "valid": not summary["error"],
        "summary": summary,
        "findings": findings[:max_findings],
        "hidden": len(findings[max_findings or len(findings) :]),
        "suppressed": result["suppressed"][:MOST_SUPPRESSED],
        "suppressed_count": len(result["suppressed"]),
    }
    return within(CodeResult, result, DEFAULT_CHARACTERS if max_findings is None else MOST_CHARACTERS)


def _of_source(source: str, language: str | None, rules: tuple[str, ...], exclude: tuple[str, ...]) -> dict[str, Any]:
    report = check_code(source, language=language, rules=rules, exclude=exclude)
    notes = list(report.notes)
    if language is None and not report.handlers:
        notes.append(f"It was read as {language_of(None, source)}; pass `language` if it is another.")
    return {
        "name": "source",
        "findings": [finding_data(each) for each in report.findings],
        "suppressed": [suppressed_data(each) for each in report.suppressed],
        "handlers": report.handlers,
        "files_read": 1,
        "left_out": [],
        "notes": notes[:_MOST_NOTES],
    }


def _of_path(path: str, caller: Caller, rules: tuple[str, ...], exclude: tuple[str, ...]) -> dict[str, Any]:
    target, root = locate(path, caller.settings.workspaces, CODE)
    if exists(target) and target.is_dir():
        seen = Seen()
        checks = check_files(find_code(target, root, seen), rules=rules, exclude=exclude, seconds=_SECONDS)
        for name in checks.late:
            seen.leave_out("there was no time left; name a smaller folder", name)
        if not seen.files and not checks.files:
            raise CodeError(f"path: '{path[:200]}' is a folder without code{_but(seen)}.")
        return _told(checks, CodeFile(target, root, b""), seen, seen.files)
    file = CodeFile(target, root, read_bytes(target, path, CODE))
    checks = check_files([file], rules=rules, exclude=exclude)
    if (error := checks.files[target].error) is not None:
        raise error
    return _told(checks, file, Seen(), len(checks.read))


def _told(checks: Checks, named: CodeFile, seen: Seen, files: int) -> dict[str, Any]:
    """What a result says; each finding names its file, unless that is the one which was asked for."""
    result: dict[str, Any] = {
        "name": named.name if named.path != named.root else ".",
        "findings": [],
        "suppressed": [],
        "handlers": checks.handlers,
        "files_read": files,
        "left_out": _left_out(seen),
        "notes": [],
    }
    for path, check in checks.files.items():
        where = {} if path == named.path else {"file": path.relative_to(named.root).as_posix()}
        report = check.report()
        result["findings"] += [{**finding_data(each), **where} for each in report.findings]
        result["suppressed"] += [{**suppressed_data(each), **where} for each in report.suppressed]
        told = f"{where['file']}: " if where else ""
        result["notes"] += [f"{told}{note}" for note in dict.fromkeys(check.notes)]
    result["notes"] = result["notes"][:_MOST_NOTES]
    return result


def _left_out(seen: Seen) -> list[LeftOut]:
    found = sorted(seen.left_out.items(), key=lambda each: -len(each[1]))
    return [LeftOut(reason=why, count=len(names), example=names[0]) for why, names in found[:_MOST_REASONS]]


def _but(seen: Seen) -> str:
    told = [each.told() for each in _left_out(seen)]
    return f"; left out: {'; '.join(told)}" if told else ""
