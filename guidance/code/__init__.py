"""Reads durable code into one view that both languages share: `read()` gives the Program that the code rules look at."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath

from guidance.code.model import Language, Loader, Program, SourceFile
from guidance.errors import CodeError

MAX_BYTES = 1_000_000
MAX_LINE = 5_000
"""Characters of a line: what has longer ones was made by a tool."""
SUFFIXES: dict[str, Language] = {
    ".py": "python",
    ".ts": "typescript",
    ".tsx": "typescript",
    ".mts": "typescript",
    ".cts": "typescript",
    ".js": "typescript",
    ".jsx": "typescript",
    ".mjs": "typescript",
    ".cjs": "typescript",
}
_LANGUAGES: dict[str, Language] = {
    "python": "python",
    "py": "python",
    "typescript": "typescript",
    "ts": "typescript",
    "tsx": "typescript",
    "javascript": "typescript",
    "js": "typescript",
    "jsx": "typescript",
    "node": "typescript",
}
_PYTHON = re.compile(
    r"^\s*(?:def \w+\(|async def \w+\(|from [\w.]+ import |import [\w.]+(?: as \w+)?\s*$"
    r"|@\w[\w.]*\s*(?:\(|$)|class \w+.*:\s*$)",
    re.MULTILINE,
)
_SCRIPT = re.compile(
    r"^\s*(?:(?:export |declare )*(?:const|let|var|function|interface|type|async function) "
    r"|import .*(?:from )?[\"'][^\"']+[\"'];?\s*$|export (?:default|\{)|module\.exports)|=>|require\(|;\s*$",
    re.MULTILINE,
)
_BUILT = ("dist", "node_modules", ".aws-sam", "cdk.out", "__pycache__", ".venv", "site-packages")


def read(source: SourceFile, load: Loader, language: Language) -> Program:
    """What a file of code does, and what it reaches in other files.

    Raises:
        CodeError: when it cannot be read.

    """
    if language == "python":
        from guidance.code import python

        return python.read(source, load)
    from guidance.code import typescript

    return typescript.read(source, load)


def decode(source: str | bytes) -> str:
    """The text of code.

    Raises:
        CodeError: when it is too big, not UTF-8, or made by a tool.

    """
    size = len(source) if isinstance(source, bytes) else len(source.encode("utf-8", "surrogatepass"))
    if size > MAX_BYTES:
        raise CodeError(f"The file has {size:,} bytes; at most {MAX_BYTES:,} are read.")
    if isinstance(source, bytes):
        try:
            source = source.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise CodeError(f"The file is not UTF-8 (byte {error.start:,}).") from None
    return source.removeprefix("\ufeff")


def skipped(path: str, text: str) -> str | None:
    """Why a file is not checked: it is generated, or declares types only. None when it is to be checked."""
    name = PurePosixPath(path)
    if name.name.endswith((".d.ts", ".d.mts", ".d.cts")):
        return "it only declares types"
    if ".min." in name.name or any(part in _BUILT for part in name.parts[:-1]):
        return "it is built, not written"
    if "@generated" in text[:2_000]:
        return "it says that it is @generated"
    if any(len(line) > MAX_LINE for line in text.splitlines()):
        return f"it has lines of more than {MAX_LINE:,} characters"
    return None


def language_of(path: Path | None, text: str, named: str | None = None) -> Language:
    """The language of code: as named, else by the file's name, else by its text.

    Raises:
        CodeError: when the named language is not known, or none can be told.

    """
    if named is not None:
        if (known := _LANGUAGES.get(named.strip().lower())) is None:
            raise CodeError(f"The language '{named[:30]}' is not read; python, typescript and javascript are.")
        return known
    if path is not None and path.suffix:
        if (by_name := SUFFIXES.get(path.suffix.lower())) is None:
            raise CodeError(f"Files of the kind '{path.suffix[:30]}' are not read; {', '.join(SUFFIXES)} are.")
        return by_name
    return "python" if len(_PYTHON.findall(text)) >= len(_SCRIPT.findall(text)) else "typescript"
