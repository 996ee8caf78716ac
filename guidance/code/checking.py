"""From the text of a file, and where it lies, to a Program: finds the language, and gives the reader the project's files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from guidance.code import MAX_BYTES, decode, language_of, read, skipped
from guidance.code.model import Loader, Program, SourceFile
from guidance.errors import CodeError

_NAMES = {"python": "source.py", "typescript": "source.ts"}


def program_of(
    source: str | bytes,
    path: Path | None = None,
    *,
    language: str | None = None,
    root: Path | None = None,
    texts: Mapping[str, str] | None = None,
) -> Program:
    """What a file of code does; `texts` are files by their path below the root that count instead of those on disk.

    Raises:
        CodeError: when it cannot be read, or is generated.

    """
    text = decode(source)
    which = language_of(path, text, language)
    top = _root(path, root)
    name = _name(path, top) if path is not None else _NAMES[which]
    shown = path.as_posix() if path is not None and not path.is_absolute() else name
    if (reason := skipped(shown, text)) is not None:
        raise CodeError(f"The file is not checked: {reason}.")
    return read(SourceFile(name, (texts or {}).get(name, text)), loader(top, texts), which)


def loader(root: Path | None, texts: Mapping[str, str] | None = None) -> Loader:
    """What reads the files below a folder, symbolic links resolved; nothing outside of it, nothing big or generated."""
    known: dict[str, str | None] = dict(texts or {})

    def load(name: str) -> str | None:
        if root is None:
            return None
        if name not in known:
            known[name] = _load(root, name)
        return known[name]

    return load


def _load(root: Path, name: str) -> str | None:
    try:
        target = root.joinpath(name).resolve()
        if not target.is_relative_to(root) or not target.is_file() or target.stat().st_size > MAX_BYTES:
            return None
        text = decode(target.read_bytes())
    except (OSError, ValueError, RuntimeError, CodeError):
        return None
    return text if skipped(name, text) is None else None


def _root(path: Path | None, root: Path | None) -> Path | None:
    folder = root if root is not None else path.parent if path is not None else None
    return folder.resolve() if folder is not None else None


def _name(path: Path, root: Path | None) -> str:
    """The file's name relative to the root, or its last part where it lies elsewhere."""
    try:
        return path.resolve().relative_to(root or Path()).as_posix()
    except ValueError:
        return path.name
