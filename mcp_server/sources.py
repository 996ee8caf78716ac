"""Reading what a tool was pointed at, inside the workspace, or what a person named at a shell: templates and code alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from guidance.errors import CodeError, TemplateError

SKIPPED = frozenset(
    (".aws-sam", ".git", ".hg", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".serverless", ".terraform", ".tox", ".venv",
     "__pycache__", "node_modules", "site-packages", "venv")
)  # fmt: skip
"""Folders that hold nothing that a person wrote."""


@dataclass(frozen=True)
class Source:
    """A file's bytes, and where they come from."""

    shown: str
    """The path as the caller knows it."""
    data: bytes
    path: Path | None = None
    root: Path | None = None
    """The folder that files which it names may not leave."""


@dataclass(frozen=True)
class Readable:
    """A kind of file that can be read: what messages call it, and the error that they come in."""

    example: str
    argument: str | None
    """Of the tool: takes the text instead; None where none does."""
    error: type[TemplateError | CodeError]
    most: int
    too_big: str
    named: str = "path"
    """The argument of the tool that holds the path."""

    @property
    def instead(self) -> str:
        """The other way to pass it, at the end of a sentence."""
        return f", or pass its text as `{self.argument}`" if self.argument is not None else ""


def locate(path: str, workspaces: Sequence[Path], kind: Readable) -> tuple[Path, Path]:
    """The file or folder that a tool was pointed at, and the workspace that it lies in; it may not exist.

    Args:
        path: Absolute, or relative to the first workspace that has it.
        workspaces: The folders that may be read.
        kind: What is to be read.

    Raises:
        GuidanceError: when it lies outside them.

    """
    roots = [root.resolve() for root in workspaces]
    if not path.strip() or "\0" in path:
        raise kind.error(f"{kind.named}: is empty. Name {kind.example}{kind.instead}.")
    found = [_resolved(root, path) for root in roots]
    inside = [
        (target, root) for target in found for root in roots if target is not None and target.is_relative_to(root)
    ]
    if not inside:
        allowed = ", ".join(f"'{root}'" for root in roots)
        raise kind.error(
            f"{kind.named}: '{path[:200]}' is outside the workspace {allowed} (symbolic links count by where they lead). "
            f"Start the server with --workspace DIR{kind.instead}."
        )
    return next(((target, root) for target, root in inside if exists(target)), inside[0])


def open_named(path: Path, workspaces: Sequence[Path], kind: Readable) -> Source:
    """Read a file that a person named at a shell.

    Raises:
        GuidanceError: when it cannot be read.

    """
    target = path.resolve()
    return Source(shown(path), read_bytes(target, str(path), kind), target, root_of(target, workspaces))


def root_of(target: Path, workspaces: Sequence[Path]) -> Path:
    """The folder that files which a file names may not leave: its workspace, else the folder it lies in."""
    roots = (root.resolve() for root in workspaces)
    return next((root for root in roots if target.is_relative_to(root)), target.parent)


def read_bytes(target: Path, path: str, kind: Readable) -> bytes:
    """A file's bytes.

    Raises:
        GuidanceError: when it is none, is too big, or cannot be read.

    """
    try:
        if not target.is_file():
            wrong = "is not a file" if target.exists() else "does not exist"
            raise kind.error(f"{kind.named}: '{path[:200]}' {wrong}.")
        size = target.stat().st_size
        if size > kind.most:
            raise kind.error(kind.too_big.format(size=size))
        return target.read_bytes()
    except OSError as error:
        raise kind.error(
            f"{kind.named}: '{path[:200]}' cannot be read: {error.strerror or type(error).__name__}."
        ) from None


def shown(path: Path) -> str:
    """A path as people expect it: relative to the current folder where it lies in it."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()


def exists(path: Path) -> bool:
    """Whether there is such a file or folder; a name that no file can have has none."""
    try:
        return path.exists()
    except OSError:
        return False


def encoded_like(original: bytes, text: str) -> bytes:
    """A text as bytes in the encoding of the original, with its byte order mark."""
    for mark, encoding in (
        (b"\xff\xfe\0\0", "utf-32-le"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
        (b"\xef\xbb\xbf", "utf-8"),
    ):
        if original.startswith(mark):
            return mark + text.encode(encoding)
    return text.encode()


def _resolved(root: Path, path: str) -> Path | None:
    try:
        return (root / Path(path).expanduser()).resolve()
    except (OSError, RuntimeError, ValueError):
        return None
