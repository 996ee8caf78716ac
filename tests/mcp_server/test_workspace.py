"""Writing projects: inside the workspace, whole or not at all."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from mcp_server import workspace
from mcp_server.workspace import write_project
from scaffolds import DestinationError
from scaffolds.model import Project, RenderedFile

FILES = tuple(RenderedFile(f"src/part{n % 7}/file{n:03}.txt", "text", f"content {n}\n") for n in range(120))
PROJECT = Project("demo", (RenderedFile("README.md", "readme", "new\n"), *FILES), ())


def tree(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}


def expected() -> dict[str, str]:
    return {file.path: file.content for file in PROJECT.files}


def refused(output_dir: str, root: Path, **more: bool) -> str:
    before = sorted(path.as_posix() for path in root.parent.rglob("*"))
    with pytest.raises(DestinationError) as error:
        write_project(PROJECT, output_dir, [root], **more)
    assert sorted(path.as_posix() for path in root.parent.rglob("*")) == before, "something was written"
    assert str(error.value).startswith("output_dir: ")
    return str(error.value)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "workspace"
    folder.mkdir()
    return folder


@pytest.mark.parametrize("name", ["demo", "./demo", "a/b/demo", "a/../demo", "with space/d\u00e9mo"])
def test_a_project_goes_into_a_new_folder(root: Path, name: str) -> None:
    written = write_project(PROJECT, name, [root])

    assert written.folder == (root / name).resolve()
    assert tree(written.folder) == expected()
    assert not list(root.rglob(".serverless-mcp-*"))


def test_an_empty_folder_and_the_empty_workspace_itself_will_do(root: Path) -> None:
    (root / "empty").mkdir()
    write_project(PROJECT, "empty", [root])
    assert tree(root / "empty") == expected()

    other = root.parent / "other"
    other.mkdir()
    write_project(PROJECT, ".", [other])
    assert tree(other) == expected()


def test_writing_the_same_again_changes_nothing(root: Path) -> None:
    write_project(PROJECT, "demo", [root])
    before = {path: path.stat().st_mtime_ns for path in root.rglob("*")}

    assert write_project(PROJECT, "demo", [root]).unchanged
    assert {path: path.stat().st_mtime_ns for path in root.rglob("*")} == before


@pytest.mark.parametrize("target", ["demo", "."])
def test_overwrite_replaces_same_names_and_keeps_the_rest(root: Path, target: str) -> None:
    folder = root / target
    folder.mkdir(exist_ok=True)
    (folder / "README.md").write_text("old\n")
    (folder / "mine.txt").write_text("mine\n")
    (folder / "src").mkdir()
    (folder / "src" / "mine.txt").write_text("mine too\n")
    (folder / "link").symlink_to("mine.txt")

    write_project(PROJECT, target, [root], overwrite=True)

    assert tree(folder) == {**expected(), "mine.txt": "mine\n", "src/mine.txt": "mine too\n", "link": "mine\n"}
    assert (folder / "link").is_symlink()


def test_a_folder_with_other_things_in_it_is_refused_and_named(root: Path) -> None:
    (root / "demo").mkdir()
    (root / "demo" / "mine.txt").write_text("mine\n")

    message = refused("demo", root)

    assert "mine.txt" in message
    assert "overwrite: true" in message


@pytest.mark.parametrize("name", ["..", "../elsewhere", "/etc/demo", "a/../../b", "~/demo"])
def test_outside_the_workspace_is_refused(root: Path, name: str) -> None:
    assert "--workspace" in refused(name, root)


def test_a_link_counts_by_where_it_leads(root: Path) -> None:
    outside = root.parent / "outside"
    outside.mkdir()
    (root / "inside").symlink_to(outside)
    (root / "loop").symlink_to("loop")

    assert "outside the workspace" in refused("inside/demo", root)
    assert "outside the workspace" in refused("inside", root)
    refused("loop/demo", root)


def test_a_file_in_the_way_is_refused(root: Path) -> None:
    (root / "file").write_text("x")

    assert "is a file" in refused("file", root)
    assert "is a file" in refused("file/demo", root)


@pytest.mark.parametrize("name", ["", "  ", "a\0b"])
def test_no_name_is_refused(root: Path, name: str) -> None:
    refused(name, root)


def test_a_name_that_is_too_long_is_refused(root: Path) -> None:
    assert "too long" in refused("x" * 300, root)


def test_overwrite_into_a_second_workspace_by_absolute_path(root: Path, tmp_path: Path) -> None:
    second = tmp_path / "second"
    second.mkdir()

    assert write_project(PROJECT, str(second / "demo"), [root, second]).folder == second / "demo"


@pytest.mark.parametrize(
    ("number", "says"),
    [
        (errno.ENOSPC, "disk is full"),
        (errno.EACCES, "permission denied"),
        (errno.EROFS, "permission denied"),
        (errno.EIO, "Input/output"),
    ],
)
@pytest.mark.parametrize("target", ["new/demo", "old", "."])
def test_a_disk_that_fails_half_way_leaves_everything_as_it_was(
    root: Path, monkeypatch: pytest.MonkeyPatch, number: int, says: str, target: str
) -> None:
    (root / "old").mkdir()
    (root / "old" / "README.md").write_text("old\n")
    write = Path.write_bytes
    left = iter(range(60))

    def failing(path: Path, data: bytes) -> int:
        if next(left, None) is None:
            raise OSError(number, os.strerror(number))
        return write(path, data)

    monkeypatch.setattr(Path, "write_bytes", failing)

    assert says in refused(target, root, overwrite=True)


def test_a_move_that_fails_half_way_is_undone(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "README.md").write_text("old\n")
    rename = Path.rename
    left = iter(range(30))

    def failing(path: Path, target: Path) -> Path:
        if path.name.startswith("file") and next(left, None) is None:
            raise OSError(errno.EIO, "Input/output error")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(DestinationError):
        write_project(PROJECT, ".", [root], overwrite=True)

    assert tree(root) == {"README.md": "old\n"}


def test_without_an_atomic_exchange_two_renames_do(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "other")
    (root / "demo").mkdir()
    (root / "demo" / "mine.txt").write_text("mine\n")

    write_project(PROJECT, "demo", [root], overwrite=True)

    assert tree(root / "demo") == {**expected(), "mine.txt": "mine\n"}
    assert [path.name for path in root.iterdir()] == ["demo"]


WRITER = """
import sys
from pathlib import Path
from mcp_server.workspace import write_project
from tests.mcp_server.test_workspace import PROJECT
print("ready", flush=True)
sys.stdin.readline()
write_project(PROJECT, "demo", [Path(sys.argv[1])], overwrite=True)
"""


@pytest.mark.parametrize("present", [False, True], ids=["new", "overwrite"])
def test_a_process_killed_at_any_moment_leaves_all_or_nothing(root: Path, present: bool) -> None:
    old = {"README.md": "old\n", "mine.txt": "mine\n"}
    outcomes = set()
    for step in range(12):
        for path in root.rglob("*"):
            if path.is_file():
                path.unlink()
        subprocess.run(["rm", "-rf", str(root / "demo")], check=True)
        if present:
            (root / "demo").mkdir()
            for name, text in old.items():
                (root / "demo" / name).write_text(text)
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(root)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as writer:
            assert writer.stdin
            assert writer.stdout
            writer.stdout.readline()
            writer.stdin.write("\n")
            writer.stdin.flush()
            deadline = time.perf_counter() + step * 0.002
            while time.perf_counter() < deadline:
                pass
            writer.send_signal(signal.SIGKILL)
        found = tree(root / "demo") if (root / "demo").exists() else {}
        before = old if present else {}
        assert found in (before, {**before, **expected()}), f"half a project after {step * 2} ms"
        outcomes.add(len(found))
    write_project(PROJECT, "demo", [root], overwrite=True)
    assert not list(root.glob(".serverless-mcp-*")), "what a killed process left is removed by the next write"


def test_json_is_replaced_in_one_step_and_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "mcp.json"
    workspace.write_json(path, {"a": 1})
    path.chmod(0o600)
    workspace.write_json(path, {"a": 2})

    assert json.loads(path.read_text()) == {"a": 2}
    assert path.stat().st_mode & 0o777 == 0o600
    assert [entry.name for entry in path.parent.iterdir()] == ["mcp.json"]
