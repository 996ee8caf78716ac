"""`serverless-mcp doctor`: what works here, and what to do about the rest."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from mcp_server import __version__
from mcp_server.settings import Settings

State = Literal["ok", "note", "fail"]
_OLDEST_NODE = 22


@dataclass(frozen=True)
class Check:
    """One thing looked at. `note`: something optional is missing; `fail`: the server itself cannot work."""

    name: str
    state: State
    says: str


def doctor(settings: Settings) -> int:
    """Print every check; 1 when one fails."""
    found = list(checks(settings))
    width = max(len(check.name) for check in found)
    for check in found:
        sys.stdout.write(f"{check.state:4}  {check.name:{width}}  {check.says}\n")
    return int(any(check.state == "fail" for check in found))


def checks(settings: Settings) -> Iterator[Check]:
    """Every check, in the order of what depends on what."""
    yield Check("server", "ok", f"serverless-mcp {__version__} on Python {sys.version.split()[0]}")
    yield from _workspaces(settings)
    yield from _aws(settings)
    yield _program(
        "sam", "SAM CLI", "builds and deploys projects: install aws-sam-cli, e.g. `uv tool install aws-sam-cli`"
    )
    yield _node()
    yield _docker()


def _workspaces(settings: Settings) -> Iterator[Check]:
    for folder in settings.workspaces:
        writable = os.access(folder, os.W_OK)
        state: State = "ok" if writable or settings.read_only else "fail"
        says = (
            f"{folder} can be written"
            if writable
            else f"{folder} cannot be written; choose another with --workspace DIR"
        )
        yield Check("workspace", state, f"{folder} (read-only by flag)" if settings.read_only else says)


def _aws(settings: Settings) -> Iterator[Check]:
    from mcp_server.aws.identity import identity

    found = identity(settings)
    if found.region:
        yield Check("region", "ok", found.region)
    else:
        yield Check("region", "note", "none; set AWS_REGION, or a region in the profile, or pass --region")
    if found.problem:
        yield Check(
            "credentials", "note", f"{found.problem} (only looking at what is deployed, and tune_memory, need them)"
        )
    else:
        yield Check("credentials", "ok", f"{found.arn}")


def _program(program: str, name: str, advice: str) -> Check:
    version = _version(program, "--version")
    return Check(name, "ok" if version else "note", version or f"not found; it {advice}")


def _node() -> Check:
    version = _version("node", "--version")
    if not version:
        return Check("Node.js", "note", f"not found; TypeScript projects need {_OLDEST_NODE} or newer")
    major = int((re.findall(r"\d+", version) or ["0"])[0])
    if major < _OLDEST_NODE:
        return Check(
            "Node.js", "note", f"{version} is too old for TypeScript projects: they need {_OLDEST_NODE} or newer"
        )
    return Check("Node.js", "ok", version)


def _docker() -> Check:
    version = _version("docker", "version", "--format", "{{.Server.Version}}")
    return Check(
        "Docker",
        "ok" if version else "note",
        version or "no running engine; only `sam local` and container builds need one",
    )


def _version(program: str, *arguments: str) -> str:
    path = shutil.which(program)
    if path is None:
        return ""
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program found on the PATH, fixed arguments
            [path, *arguments], capture_output=True, text=True, timeout=20, check=False, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip().splitlines()[0] if done.returncode == 0 and done.stdout.strip() else ""
