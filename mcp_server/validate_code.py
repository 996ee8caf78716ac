"""The part of the command `validate` that is about durable code. No MCP, no pydantic."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from guidance import CodeError, GuidanceError, fix_code, registry
from guidance.code import decode
from guidance.model import Report, Severity
from mcp_server import UsageError
from mcp_server.checked import Checked, Wanted, write
from mcp_server.code_checks import Checks, FileCheck, below, check_files, unreadable
from mcp_server.code_files import CODE, CodeFile, Seen, find_code, is_durable, why_skipped
from mcp_server.settings import Settings
from mcp_server.sources import encoded_like, open_named, root_of, shown


@dataclass
class _Run:
    """One run over some files."""

    wanted: Wanted
    settings: Settings
    files: dict[Path, CodeFile] = field(default_factory=dict)
    named: dict[Path, str] = field(default_factory=dict)
    """What a person named, and why it is not checked, or ""."""
    broken: list[Checked] = field(default_factory=list)
    texts: dict[Path, str] = field(default_factory=dict)
    """Of what was fixed."""
    diffs: dict[Path, str] = field(default_factory=dict)
    fixed: dict[Path, int] = field(default_factory=dict)

    def name(self, path: Path) -> None:
        """Take a file that a person named; without the SDK in it there is nothing to check."""
        try:
            source = open_named(path, self.settings.workspaces, CODE)
        except CodeError as error:
            report = Report((unreadable(error),), counts={Severity.ERROR: 1})
            self.broken.append(Checked(shown(path), report=report, readable=False, kind="code"))
            return
        if source.path is None or source.root is None:
            return
        file = CodeFile(source.path, source.root, source.data)
        if not is_durable(file.data):
            self.named[file.path] = "it does not use the durable execution SDK"
        elif reason := why_skipped(file.name, file.data):
            self.named[file.path] = reason
        else:
            self.named[file.path] = ""
            self.files.setdefault(file.path, file)

    def search(self, folder: Path) -> None:
        """Take the durable code of a folder."""
        folder = folder.resolve()
        for file in find_code(folder, root_of(folder, self.settings.workspaces), Seen()):
            self.files.setdefault(file.path, file)

    def check(self) -> Checks:
        """Check all files, as they are now."""
        wanted = self.wanted
        return check_files(
            self.files.values(), profile=wanted.profile, rules=wanted.rules, exclude=wanted.exclude, texts=self.texts
        )

    def fix(self, checks: Checks) -> None:
        """Fix what was found, file by file: what one has mended counts for the next."""
        for file in self.files.values():
            if checks.files[file.path].error is not None:
                continue
            after = fix_code(
                file.data, file.path, root=file.root, profile=self.wanted.profile, rules=self.wanted.rules,
                exclude=self.wanted.exclude, unsafe=self.wanted.unsafe, texts=below(file.root, self.texts),
            )  # fmt: skip
            for name, done in after.items():
                if done.applied:
                    self.texts[file.root / name] = done.text
                    self.fixed[file.root / name] = self.fixed.get(file.root / name, 0) + len(done.applied)

    def deliver(self) -> None:
        """Write what was fixed, or keep the difference."""
        for path, text in self.texts.items():
            data = path.read_bytes()
            if self.wanted.diff:
                self.diffs[path] = _diff(decode(data), text, shown(path))
            else:
                write(path, encoded_like(data, text), self.settings)


def check_code_paths(paths: Sequence[Path], wanted: Wanted, settings: Settings) -> list[Checked]:
    """Check the durable code among some files and folders: what was named, and of folders what has handlers or findings.

    Raises:
        UsageError: when a name is not a rule, or a fixed file cannot be written.

    """
    run = _Run(wanted, settings)
    for path in paths:
        if path.is_dir():
            run.search(path)
        else:
            run.name(path)
    try:
        for rule in wanted.rules:
            registry.find(rule)  # also where nothing is durable
        checks = run.check()
        if wanted.fix or wanted.diff:
            run.fix(checks)
            run.deliver()
            if not wanted.diff and run.texts:
                checks = run.check()
    except GuidanceError as error:
        raise UsageError(str(error)) from None
    return [*run.broken, *_told(run, checks)]


def _told(run: _Run, checks: Checks) -> Iterator[Checked]:
    texts: Mapping[Path, str] = {} if run.wanted.diff else run.texts
    passed_over: dict[str, list[Path]] = {}
    for path, reason in run.named.items():
        if reason:
            passed_over.setdefault(reason, []).append(path)
    for reason, paths in passed_over.items():
        more = f" and {len(paths) - 1} more" if len(paths) > 1 else ""
        yield Checked(shown(paths[0]), kind="code", notes=(f"Not checked, {shown(paths[0])}{more}: {reason}.",))
        yield from (Checked(shown(path), kind="code") for path in paths[1:])
    mended = {path: FileCheck(path) for path in run.fixed if path not in checks.files}
    for path, check in (checks.files | mended).items():
        if path in run.fixed or path in run.named or check.handlers or check.findings or check.suppressed:
            yield _checked(run, path, check, texts.get(path))


def _checked(run: _Run, path: Path, check: FileCheck, text: str | None) -> Checked:
    notes = [f"{shown(path)}: {note}" for note in dict.fromkeys(check.notes)]
    if not check.handlers and path in run.named and check.error is None:
        notes.append(f"{shown(path)} has no durable handler.")
    return Checked(
        shown(path),
        _text(path) if text is None else text,
        check.report(run.wanted.max_findings),
        readable=check.error is None,
        diff=run.diffs.get(path, ""),
        fixed=run.fixed.get(path, 0),
        kind="code",
        handlers=check.handlers,
        notes=tuple(notes),
    )


def _text(path: Path) -> str:
    """What can be shown of a file."""
    try:
        return decode(path.read_bytes())
    except (OSError, CodeError):
        return ""


def _diff(before: str, after: str, name: str) -> str:
    from guidance.fixes import Fixed

    return Fixed(after, (), ()).diff(before, name)
