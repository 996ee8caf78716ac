"""What a run of the server may do: flags of the command line, with twins in the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from mcp_server import UsageError

TOOLSETS = ("build", "check", "observe", "recommend", "learn", "deploy")
DEFAULT_TOOLSETS = ("build", "check", "observe", "recommend", "learn")
PREFIX = "SERVERLESS_MCP_"


class SettingsError(UsageError):
    """A flag or environment variable has a value that cannot be used; the message names it and what is allowed."""


@dataclass(frozen=True)
class Settings:
    """What a run may do. `tools` adds to `toolsets`; `exclude_tools` and `read_only` win over both."""

    toolsets: tuple[str, ...] = DEFAULT_TOOLSETS
    tools: tuple[str, ...] = ()
    exclude_tools: tuple[str, ...] = ()
    read_only: bool = False
    allow_write: bool = False
    allow_sensitive_data_access: bool = False
    workspaces: tuple[Path, ...] = field(default_factory=lambda: (Path.cwd(),))
    region: str | None = None
    profile: str | None = None


def settings(flags: Mapping[str, object], environment: Mapping[str, str] = os.environ) -> Settings:
    """Settings from flags, and from `SERVERLESS_MCP_*` where a flag is not given.

    Args:
        flags: The parsed flags by name; None or an empty list means not given.
        environment: `SERVERLESS_MCP_TOOLSETS=a,b`, `SERVERLESS_MCP_READ_ONLY=true`, `SERVERLESS_MCP_WORKSPACE=a:b`, ...

    Raises:
        SettingsError: when a value cannot be used.

    """

    def given(name: str) -> object:
        return flags.get(name) or environment.get(PREFIX + name.upper())

    def words(name: str) -> tuple[str, ...]:
        value = given(name)
        return tuple(word.strip() for word in str(value).split(",") if word.strip()) if value else ()

    folders = given("workspace") or ()
    paths = folders.split(os.pathsep) if isinstance(folders, str) else [str(f) for f in folders]  # type: ignore[attr-defined]
    return Settings(
        toolsets=_toolsets(words("toolsets")),
        tools=words("tools"),
        exclude_tools=words("exclude_tools"),
        read_only=_flag("read_only", given("read_only")),
        allow_write=_flag("allow_write", given("allow_write")),
        allow_sensitive_data_access=_flag("allow_sensitive_data_access", given("allow_sensitive_data_access")),
        workspaces=tuple(_folder(path) for path in paths) or (Path.cwd(),),
        region=_text(given("region")),
        profile=_text(given("profile")),
    )


def _text(value: object) -> str | None:
    return str(value) if value else None


def _flag(name: str, value: object) -> bool:
    word = str(value or "").lower()
    if word in {"", "0", "false", "no", "none", "off"}:
        return False
    if word in {"1", "true", "yes", "on"}:
        return True
    raise SettingsError(f"{PREFIX}{name.upper()} is '{value}'; write true or false.")


def _toolsets(names: tuple[str, ...]) -> tuple[str, ...]:
    chosen: list[str] = []
    for name in names or DEFAULT_TOOLSETS:
        if name in {"all", "default"}:
            chosen.extend(TOOLSETS if name == "all" else DEFAULT_TOOLSETS)
        elif name in TOOLSETS:
            chosen.append(name)
        else:
            raise SettingsError(f"There is no toolset '{name}'. There are: {', '.join(TOOLSETS)}, default, all.")
    return tuple(dict.fromkeys(chosen))


def _folder(path: str) -> Path:
    folder = Path(path).expanduser()
    if not folder.is_dir():
        raise SettingsError(f"The workspace '{path}' is not a folder. Make it, or name another with --workspace.")
    return folder.resolve()
