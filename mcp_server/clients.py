"""Configurations of MCP clients: what to put where so that a client starts this server."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mcp_server import NAME, __version__
from mcp_server.workspace import write_json


@dataclass(frozen=True)
class Client:
    """Where a client keeps its servers. Sources: each client's own documentation of MCP servers."""

    title: str
    file: Path
    key: str = "mcpServers"
    stdio_type: bool = False


def _desktop() -> Path:
    if sys.platform == "darwin":
        return Path.home() / "Library/Application Support/Claude"
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA", "~")).expanduser() / "Claude"
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "Claude"


def client(name: str) -> Client:
    """One client by the name of the command line."""
    here = Path.cwd()
    return {
        "claude-code": Client("Claude Code", here / ".mcp.json"),
        "claude-desktop": Client("Claude Desktop", _desktop() / "claude_desktop_config.json"),
        "cursor": Client("Cursor", here / ".cursor/mcp.json"),
        "kiro": Client("Kiro", here / ".kiro/settings/mcp.json"),
        "vscode": Client("VS Code", here / ".vscode/mcp.json", key="servers", stdio_type=True),
    }[name]


def entry(name: str) -> dict[str, Any]:
    """The configuration of this server for one client, starting the very program that is running."""
    command = _command()
    server: dict[str, Any] = {"command": command[0], "args": [*command[1:], *_workspace(name)]}
    return {"type": "stdio", **server} if client(name).stdio_type else server


def setup(name: str, *, write: bool) -> int:
    """Print a client's configuration, or add it to the client's file, leaving everything else in it as it is."""
    target, configuration = client(name), entry(name)
    if not write:
        sys.stdout.write(json.dumps({target.key: {NAME: configuration}}, indent=2) + "\n")
        sys.stderr.write(f"Add this to {target.file}, or run: serverless-mcp setup {name} --write\n")
        return 0
    try:
        present = json.loads(target.file.read_text("utf-8")) if target.file.exists() else {}
        servers = present.setdefault(target.key, {})
        changed = servers.get(NAME) != configuration
        servers[NAME] = configuration
    except (ValueError, AttributeError, OSError):
        sys.stderr.write(
            f"{target.file} is no JSON object that can be read; it was left as it is. Print with: serverless-mcp setup {name}\n"
        )
        return 1
    if changed:
        write_json(target.file, present)
    sys.stdout.write(
        f"{target.title}: {NAME} is {'now' if changed else 'already'} in {target.file}. Restart {target.title} to use it.\n"
    )
    return 0


def _workspace(name: str) -> list[str]:
    """Claude Desktop starts servers in no folder of the user's, so it is told one; the others start them in the project."""
    return ["--workspace", str(Path.cwd())] if name == "claude-desktop" else []


def _command() -> list[str]:
    program = Path(sys.argv[0]).absolute()
    if "archive-v0" in program.parts:  # uvx's cache: that path will not last
        return ["uvx", f"serverless-practices-mcp=={__version__}"]
    if program.name.startswith("serverless-mcp") and program.exists():
        return [str(program)]
    return [sys.executable, "-m", "mcp_server"]
