"""Who may import whom: arrows point one way, and each heavy library has one door."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

# room -> top-level names it may not import
FORBIDDEN = {
    "guidance": {"scaffolds", "mcp_server", "mcp", "boto3", "botocore", "jinja2"},
    "scaffolds": {"guidance", "mcp_server", "mcp", "boto3", "botocore", "yaml", "cfnlint"},
    "mcp_server": {"jinja2", "cfnlint", "yaml"},
}
ONE_DOOR = {
    "boto3": "mcp_server/aws/",
    "botocore": "mcp_server/aws/",
    "cfnlint": "guidance/schema.py",
    "jinja2": "scaffolds/render.py",
}


def modules(room: str) -> Iterator[Path]:
    """A room's own code: what it hands out (files of scaffolds, handlers of triggers) is not part of it."""
    handed_out = re.compile(r"/files/|guidance/events/[^/]+/handler\.py$")
    return (path for path in sorted((ROOT / room).rglob("*.py")) if not handed_out.search(path.as_posix()))


def imports(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


@pytest.mark.parametrize("room", FORBIDDEN)
def test_a_room_imports_only_what_it_may(room: str) -> None:
    wrong = {
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules(room)
        for name in imports(path)
        if name.split(".")[0] in FORBIDDEN[room]
    }

    assert wrong == set()


@pytest.mark.parametrize("library", ONE_DOOR)
def test_a_heavy_library_has_one_door(library: str) -> None:
    doors = {
        path.relative_to(ROOT).as_posix()
        for room in FORBIDDEN
        for path in modules(room)
        if library in {name.split(".")[0] for name in imports(path)}
    }

    assert doors
    assert all(door.startswith(ONE_DOOR[library]) for door in doors)


def test_tools_do_not_import_tools() -> None:
    folder = ROOT / "mcp_server" / "tools"
    names = {f"mcp_server.tools.{path.stem}" for path in folder.glob("*.py") if path.stem != "__init__"}

    assert {name for path in folder.glob("*.py") for name in imports(path)} & names == set()


def loaded(statement: str) -> set[str]:
    code = f"import sys; {statement}; print(' '.join(sys.modules))"
    return set(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split())


def test_building_the_server_loads_nothing_heavy_but_the_sdk() -> None:
    statement = "from mcp_server.settings import settings; from mcp_server.server import build_server; build_server(settings({}))"

    assert loaded(statement) & {"boto3", "botocore", "cfnlint", "jinja2", "rich", "yaml"} == set()


def test_the_command_line_calls_a_tool_without_the_sdk() -> None:
    arguments = '{"project_name": "n", "resource": {"name": "note", "fields": [{"name": "title"}]}}'
    statement = f"from mcp_server.cli import run; sys.stdout = open('/dev/null', 'w'); run(['call', 'scaffold_crud_api', {arguments!r}]); sys.stdout = sys.__stdout__"

    assert loaded(statement) & {"mcp", "mcp_types", "boto3", "cfnlint", "rich"} == set()


def test_no_room_has_a_drawer_for_everything() -> None:
    drawers = {"utils", "common", "helpers", "misc"}

    assert [path for room in FORBIDDEN for path in modules(room) if drawers & {path.stem, path.parent.name}] == []
