"""Reading templates: one that a tool was pointed at, inside the workspace; and all that lie in a folder."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from guidance.errors import TemplateError
from mcp_server.settings import SettingsError
from mcp_server.sources import SKIPPED, Readable, Source, exists, locate, open_named, read_bytes

MAX_BYTES = 4_000_000
"""As in guidance.template.reader: what is bigger is no template, and is not read at all."""
TEMPLATE = Readable(
    "a template, such as template.yaml",
    "template",
    TemplateError,
    MAX_BYTES,
    "The template has {size:,} bytes; CloudFormation takes at most 1,000,000.",
)
TO_PATCH = replace(TEMPLATE, argument=None, named="template_path")
_SUFFIXES = (".yaml", ".yml", ".json", ".template")
_REGION = re.compile(r"[a-z]{2,5}(-[a-z]+){1,3}-\d{1,2}")
_HEAD = re.compile(
    rb"""^[ \t]*["']?AWSTemplateFormatVersion["']?[ \t]*:|^["']?Transform["']?[ \t]*:.*AWS::""", re.MULTILINE
)
_RESOURCES = re.compile(rb"""^[ \t{]*["']?Resources["']?[ \t]*:""", re.MULTILINE)
_TYPE = re.compile(rb"""["']?Type["']?[ \t]*:[ \t]*["']?(AWS|Custom|Alexa)::""")


def read_template(path: str, workspaces: Sequence[Path], kind: Readable = TEMPLATE) -> Source:
    """Read the template that a tool was pointed at.

    Args:
        path: Absolute, or relative to the first workspace that has it.
        workspaces: The folders that may be read.
        kind: What messages call it, and the argument that holds the path.

    Raises:
        TemplateError: when it lies outside them, is not there, is a folder without one template, or is too big.

    """
    target, root = locate(path, workspaces, kind)
    if exists(target) and target.is_dir():
        target = _only_template(target, path, kind)
    elif not exists(target):
        raise TemplateError(
            f"{kind.named}: '{path[:200]}' does not exist. Name it from the workspace '{root}'{kind.instead}."
        )
    return Source(target.relative_to(root).as_posix(), read_bytes(target, path, kind), target, root)


def open_template(path: Path, workspaces: Sequence[Path]) -> Source:
    """Read a template that a person named at a shell.

    Raises:
        TemplateError: when it cannot be read.

    """
    return open_named(path, workspaces, TEMPLATE)


def find_templates(folder: Path) -> Iterator[Path]:
    """Every template below a folder, found by content, in order; of CDK's output, the synthesised templates."""
    for here, folders, files in os.walk(folder):
        synthesised = "cdk.out" in Path(here).parts
        folders[:] = sorted(
            name for name in folders if name not in SKIPPED and not (synthesised and name.startswith("asset."))
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


def _only_template(folder: Path, path: str, kind: Readable) -> Path:
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
        f"{kind.named}: '{path[:200]}' is a folder. Name one of its templates: {', '.join(found)}."
        if found
        else f"{kind.named}: '{path[:200]}' is a folder without a template."
    )
