"""What the command `validate` was asked to do, and what came of it for one file. No MCP, no pydantic."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from guidance.model import Profile, Report
from mcp_server import UsageError
from mcp_server.settings import Settings


@dataclass(frozen=True)
class Wanted:
    """What a run of the command was asked to do."""

    profile: Profile = Profile.DEFAULT
    rules: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    region: str = "us-east-1"
    fix: bool = False
    unsafe: bool = False
    diff: bool = False
    fail_on: str = "error"
    max_findings: int | None = None


@dataclass(frozen=True)
class Checked:
    """One file, checked; or what kept it from being read."""

    shown: str
    text: str = ""
    report: Report = field(default_factory=lambda: Report(()))
    readable: bool = True
    texts: dict[str, str] = field(default_factory=dict)
    """Texts of the files beside a template that findings are in."""
    diff: str = ""
    fixed: int = 0
    kind: Literal["template", "code"] = "template"
    handlers: int = 0
    """Durable handlers, of code."""
    notes: tuple[str, ...] = ()
    """What was not checked, and why."""


def write(path: Path, data: bytes, settings: Settings) -> None:
    """Write a fixed file.

    Raises:
        UsageError: when that is not allowed, or cannot be done.

    """
    from mcp_server.workspace import replace_file
    from scaffolds.errors import DestinationError

    if settings.read_only:
        raise UsageError("--read-only allows no --fix; --diff shows what it would change.")
    try:
        replace_file(path, data, settings.workspaces)
    except DestinationError as error:
        raise UsageError(str(error)) from None
