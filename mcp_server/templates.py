"""Reading templates: one that a tool was pointed at, inside the workspace; and all that lie in a folder."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from guidance.errors import TemplateError
from mcp_server.settings import SettingsError

MAX_BYTES = 4_000_000
"""As in guidance.template.reader: what is bigger is no template, and is not read at all."""
_SUFFIXES = (".yaml", ".yml", ".json", ".template")
_SKIPPED = frozenset(
    (".aws-sam", ".git", ".hg", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".serverless", ".terraform", ".tox", ".venv",
     "__pycache__", "node_modules", "site-packages", "venv")
)  # fmt: skip
_REGION = re.compile(r"[a-z]{2,5}(-[a-z]+){1,3}-\d{1,2}")
_HEAD = re.compile(
    rb"""^[ \t]*["']?AWSTemplateFormatVersion["']?[ \t]*:|^["']?Transform["']?[ \t]*:.*AWS::""", re.MULTILINE
)
_RESOURCES = re.compile(rb"""^[ \t{]*["']?Resources["']?[ \t]*:""", re.MULTILINE)
_TYPE = re.compile(rb"""["']?Type["']?[ \t]*:[ \t]*["']?(AWS|Custom|Alexa)::""")


@dataclass(frozen=True)
class Source:
    """A template's bytes, and where they come from."""

    shown: str
    """The path as the caller knows it."""
    data: bytes
    path: Path | None = None
    root: Path | None = None
    """The folder that files which it names may not leave."""


def read_template(path: str, workspaces: Sequence[Path]) -> Source:
    """Read the template that a tool was pointed at.

    Args:
        path: Absolute, or relative to the first workspace that has it.
        workspaces: The folders that may be read.

    Raises:
        TemplateError: when it lies outside them, is not there, is a folder without one template, or is too big.

    """
    roots = [root.resolve() for root in workspaces]
    if not path.strip() or "\0" in path:
        raise TemplateError("path: is empty. Name a template, such as template.yaml, or pass its text as `template`.")
    found = [_resolved(root, path) for root in roots]
    inside = [
        (target, root) for target in found for root in roots if target is not None and target.is_relative_to(root)
    ]
    if not inside:
        allowed = ", ".join(f"'{root}'" for root in roots)
        raise TemplateError(
            f"path: '{path[:200]}' is outside the workspace {allowed} (symbolic links count by where they lead). Start the "
            "server with --workspace DIR, or pass the text as `template`."
        )
    target, root = next(((target, root) for target, root in inside if _exists(target)), inside[0])
    if _exists(target) and target.is_dir():
        target = _only_template(target, path)
    return Source(target.relative_to(root).as_posix(), _bytes(target, path), target, root)


def open_template(path: Path, workspaces: Sequence[Path]) -> Source:
    """Read a template that a person named at a shell.

    Raises:
        TemplateError: when it cannot be read.

    """
    target = path.resolve()
    root = next((root for root in workspaces if target.is_relative_to(root.resolve())), target.parent)
    return Source(shown(path), _bytes(target, str(path)), target, root)


def shown(path: Path) -> str:
    """A path as people expect it: relative to the current folder where it lies in it."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()


def find_templates(folder: Path) -> Iterator[Path]:
    """Every template below a folder, found by content, in order; of CDK's output, the synthesised templates."""
    for here, folders, files in os.walk(folder):
        synthesised = "cdk.out" in Path(here).parts
        folders[:] = sorted(
            name for name in folders if name not in _SKIPPED and not (synthesised and name.startswith("asset."))
        )
        for name in sorted(files):
            path = Path(here, name)
            if not name.lower().endswith(".template.json" if synthesised else _SUFFIXES):
                continue
            if not path.is_symlink() and looks_like_template(path):
                yield path


def looks_like_template(path: Path) -> bool:
    """Whether a file is a template, by its text; whether it can be parsed is another matter."""
    try:
        if path.stat().st_size > MAX_BYTES:
            return False
        data = path.read_bytes()
    except OSError:
        return False
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        data = data[2:].replace(b"\0", b"")
    data = data.removeprefix(b"\xef\xbb\xbf")
    return bool(_HEAD.search(data)) or bool(_RESOURCES.search(data) and _TYPE.search(data))


def region(name: object) -> str:
    """A region's name, checked; us-east-1 when none is given.

    Raises:
        SettingsError: when it is no region's.

    """
    if name and not _REGION.fullmatch(str(name)):
        raise SettingsError(f"region: '{str(name)[:40]}' is no AWS region; write one such as eu-west-1.")
    return str(name or "us-east-1")


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


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False


def _resolved(root: Path, path: str) -> Path | None:
    try:
        return (root / Path(path).expanduser()).resolve()
    except (OSError, RuntimeError, ValueError):
        return None


def _only_template(folder: Path, path: str) -> Path:
    """The template of a folder."""
    for name in ("template.yaml", "template.yml", "template.json"):
        if (folder / name).is_file() and not (folder / name).is_symlink():
            return folder / name
    found: list[str] = []
    for each in find_templates(folder):
        found.append(each.relative_to(folder).as_posix())
        if len(found) == 10:
            break
    raise TemplateError(
        f"path: '{path[:200]}' is a folder. Name one of its templates: {', '.join(found)}."
        if found
        else f"path: '{path[:200]}' is a folder without a template."
    )


def _bytes(target: Path, path: str) -> bytes:
    try:
        if not target.is_file():
            kind = "is not a file" if target.exists() else "does not exist"
            raise TemplateError(f"path: '{path[:200]}' {kind}.")
        size = target.stat().st_size
        if size > MAX_BYTES:
            raise TemplateError(f"The template has {size:,} bytes; CloudFormation takes at most 1,000,000.")
        return target.read_bytes()
    except OSError as error:
        raise TemplateError(f"path: '{path[:200]}' cannot be read: {error.strerror or type(error).__name__}.") from None
