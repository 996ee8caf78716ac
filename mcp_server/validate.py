"""The command `validate`: templates, code, folders in; findings, fixes and an exit code out. No MCP, no pydantic."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from guidance import TemplateError, check_template, fix_template
from guidance.errors import GuidanceError
from guidance.model import Finding, Profile, Report, Severity
from mcp_server import UsageError
from mcp_server.checked import Checked, Wanted, write
from mcp_server.code_files import is_code
from mcp_server.findings import SEVERITIES, UNREADABLE
from mcp_server.settings import Settings
from mcp_server.sources import Source, encoded_like, shown
from mcp_server.templates import find_templates, open_template, region

FORMATS = ("text", "json", "sarif", "github")
FAIL_ON = ("error", "warning", "info", "never")
_OK, _FINDINGS, _UNREADABLE = 0, 1, 2


def validate(paths: Sequence[str], wanted: Wanted, format_: str, settings: Settings) -> int:
    """Check templates and durable code, and print what was found.

    Returns:
        The exit code: 0 nothing at or above `fail_on`, 1 something, 2 something that cannot be read.

    Raises:
        UsageError: when there is nothing to check, or a name is not a rule.

    """
    checked = [_checked(path, wanted, settings) for path in _templates(paths)]
    checked += _checked_code([Path(name) for name in paths], wanted, settings)
    if not checked:
        raise UsageError(
            f"There is no template in {', '.join(paths)}, and no durable code. Name one, or a folder that has one."
        )
    sys.stdout.write(_rendered(checked, format_, wanted))
    if not all(each.readable for each in checked):
        return _UNREADABLE
    return _FINDINGS if any(_fails(each.report, wanted.fail_on) for each in checked) else _OK


def wanted(options: Mapping[str, object]) -> Wanted:
    """What the command line asks for.

    Raises:
        UsageError: when a value cannot be used.

    """

    def words(name: str) -> tuple[str, ...]:
        return tuple(word.strip() for word in str(options.get(name) or "").split(",") if word.strip())

    profile = str(options.get("profile") or "default")
    if profile not in set(Profile):
        raise UsageError(f"--profile of validate is default or strict, not '{profile[:40]}'.")
    most = options.get("max_findings")
    if isinstance(most, int) and most < 1:
        raise UsageError("--max-findings is 1 or more.")
    return Wanted(
        profile=Profile(profile),
        rules=words("rules"),
        exclude=words("exclude_rules"),
        region=region(options.get("region")),
        fix=bool(options.get("fix")),
        unsafe=bool(options.get("unsafe_fixes")),
        diff=bool(options.get("diff")),
        fail_on=str(options.get("fail_on") or "error"),
        max_findings=most if isinstance(most, int) else None,
    )


def _templates(paths: Sequence[str]) -> Iterator[Path]:
    """The templates that are meant, each once."""
    seen: set[Path] = set()
    for name in paths:
        path = Path(name)
        for each in find_templates(path) if path.is_dir() else () if is_code(path) else (path,):
            if (real := each.resolve()) not in seen:
                seen.add(real)
                yield each


def _checked_code(paths: Sequence[Path], wanted: Wanted, settings: Settings) -> list[Checked]:
    """Durable code: what is named, and what lies in folders."""
    from mcp_server.validate_code import check_code_paths

    return check_code_paths([path for path in paths if path.is_dir() or is_code(path)], wanted, settings)


def _checked(path: Path, wanted: Wanted, settings: Settings) -> Checked:
    try:
        source = open_template(path, settings.workspaces)
        report = _report(source, wanted)
    except TemplateError as error:
        return _unreadable(path, error)
    except GuidanceError as error:
        raise UsageError(str(error)) from None
    text = _decoded(source.data)
    diff, fixed = "", 0
    if wanted.fix or wanted.diff:
        after = fix_template(
            source.data, source.path, root=source.root, profile=wanted.profile, rules=wanted.rules, exclude=wanted.exclude,
            unsafe=wanted.unsafe,
        )  # fmt: skip
        fixed = len(after.applied)
        diff = after.diff(text, source.shown) if wanted.diff else ""
        if wanted.fix and not wanted.diff and after.text != text and source.path is not None:
            data = encoded_like(source.data, after.text)
            write(source.path, data, settings)
            source, text = Source(source.shown, data, source.path, source.root), after.text
            report = _report(source, wanted)
    texts = _texts(source, report.findings)
    return Checked(source.shown, text, report, texts=texts, diff=diff, fixed=fixed)


def _report(source: Source, wanted: Wanted) -> Report:
    return check_template(
        source.data, source.path, root=source.root, profile=wanted.profile, rules=wanted.rules, exclude=wanted.exclude,
        max_findings=wanted.max_findings, region=wanted.region,
    )  # fmt: skip


def _unreadable(path: Path, error: TemplateError) -> Checked:
    finding = Finding(
        rule_id=UNREADABLE, severity=Severity.ERROR, message=error.reason, line=error.line, column=error.column,
        end_line=error.line,
    )  # fmt: skip
    return Checked(shown(path), _lenient(path), Report((finding,), counts={Severity.ERROR: 1}), readable=False)


def _lenient(path: Path) -> str:
    """What can be shown of a file that is no template."""
    from mcp_server.templates import MAX_BYTES

    try:
        if not path.is_file() or path.stat().st_size > MAX_BYTES:
            return ""
        return _decoded(path.read_bytes())
    except (OSError, TemplateError):
        return ""


def _decoded(data: bytes) -> str:
    from guidance.template.reader import decode

    return decode(data)


def _texts(source: Source, findings: Sequence[Finding]) -> dict[str, str]:
    from guidance.file_finding import file_of

    texts = {}
    for name in {name for each in findings if (name := file_of(each)) is not None}:
        texts[name] = _lenient(source.path.parent / name) if source.path is not None else ""
    return texts


def _fails(report: Report, fail_on: str) -> bool:
    if fail_on == "never":
        return False
    bad = SEVERITIES[: [str(each) for each in SEVERITIES].index(fail_on) + 1]
    return any(report.counts.get(each) for each in bad)


def _rendered(checked: Sequence[Checked], format_: str, wanted: Wanted) -> str:
    if wanted.diff and format_ == "text":
        return "".join(each.diff for each in checked)
    if format_ == "json":
        from mcp_server.formats.json_ import render
    elif format_ == "sarif":
        from mcp_server.formats.sarif import render
    elif format_ == "github":
        from mcp_server.formats.github import render
    else:
        from mcp_server.formats.text import render
    return render(checked)
