"""Finding code: every file below a folder that may be durable, what is left out counted; quick, nothing is parsed."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from guidance.code import MAX_BYTES, SUFFIXES, decode, skipped
from guidance.errors import CodeError
from mcp_server.sources import SKIPPED, Readable

CODE = Readable(
    "a file of code or a folder",
    "source",
    CodeError,
    MAX_BYTES,
    "The file has {size:,} bytes; of code at most " + f"{MAX_BYTES:,} are read.",
)
_DURABLE = re.compile(rb"durable_\w|[dD]urable_?Execution|DurableContext|durable-execution-sdk")
_MADE = frozenset(("dist", "cdk.out"))
"""Folders of built code, besides those that hold no template either."""
_UNTOLD = frozenset((".git", ".hg", ".mypy_cache", ".pytest_cache", ".ruff_cache", "__pycache__"))
"""Folders that nobody expects to be looked into."""
FOLDERS = "a folder of packages or build output"
LINKS = "a symbolic link"


@dataclass(frozen=True)
class CodeFile:
    """A file of code that is to be checked."""

    path: Path
    root: Path
    """The folder that its imports may not leave."""
    data: bytes

    @property
    def name(self) -> str:
        """Its path below the root, with forward slashes."""
        return self.path.relative_to(self.root).as_posix()


@dataclass
class Seen:
    """What a walk through a folder met."""

    files: int = 0
    """Code that was read."""
    left_out: dict[str, list[str]] = field(default_factory=dict)
    """Paths below the root that were not, by the reason."""

    def leave_out(self, reason: str, name: str) -> None:
        """Note that something is not checked."""
        self.left_out.setdefault(reason, []).append(name)


def is_code(path: Path) -> bool:
    """Whether a path has the name of a file of code."""
    return path.suffix.lower() in SUFFIXES


def is_durable(data: bytes) -> bool:
    """Whether a file mentions the durable execution SDK; only such files are worth parsing."""
    return _DURABLE.search(data) is not None


def find_code(folder: Path, root: Path, seen: Seen) -> Iterator[CodeFile]:
    """Every file of code below a folder that mentions the durable execution SDK, in order.

    Args:
        folder: Where to look, inside the root; links are not followed.
        root: The folder that imports may not leave.
        seen: Is told what was read and what left out.

    """
    for here, folders, files in os.walk(folder):
        inner = []
        for name in sorted(folders):
            if not _is_foreign(Path(here, name)):
                inner.append(name)
            elif name not in _UNTOLD:
                seen.leave_out(FOLDERS, Path(here, name).relative_to(root).as_posix())
        folders[:] = inner
        for path in (Path(here, name) for name in sorted(files)):
            if is_code(path) and (data := _data(path, root, seen)) is not None and is_durable(data):
                yield CodeFile(path, root, data)


def why_skipped(name: str, data: bytes) -> str | None:
    """Why a file is not to be checked; None when it is, or when only the reader can say."""
    try:
        return skipped(name, decode(data))
    except CodeError:
        return None


def _is_foreign(folder: Path) -> bool:
    return folder.name in SKIPPED or folder.name in _MADE or (folder / "pyvenv.cfg").is_file()


def _data(path: Path, root: Path, seen: Seen) -> bytes | None:
    """A file's bytes; None when it is left out, which is noted."""
    name = path.relative_to(root).as_posix()
    try:
        if path.is_symlink():
            seen.leave_out(LINKS, name)
            return None
        if path.stat().st_size > MAX_BYTES:
            seen.leave_out(f"it has more than {MAX_BYTES:,} bytes", name)
            return None
        data = path.read_bytes()
    except OSError as error:
        seen.leave_out(f"it cannot be read: {error.strerror or type(error).__name__}", name)
        return None
    if (reason := why_skipped(name, data)) is not None:
        seen.leave_out(reason, name)
        return None
    seen.files += 1
    return data
