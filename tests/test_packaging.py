"""The wheel holds everything the server reads, and nothing else."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from mcp_server import __version__
from tests.conftest import ROOT

DATA = ("*.toml", "*.json", "*.j2", "*.md", "*.txt", "py.typed")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "--wheel-dir",
        str(folder),
        str(ROOT),
    ]
    subprocess.run(command, check=True, capture_output=True)
    (found,) = folder.glob("*.whl")
    return found


def test_the_wheel_holds_every_source_and_data_file(wheel: Path) -> None:
    packaged = set(zipfile.ZipFile(wheel).namelist())
    wanted = {
        path.relative_to(ROOT).as_posix()
        for room in ("guidance", "scaffolds", "mcp_server")
        for shape in ("*.py", *DATA)
        for path in (ROOT / room).rglob(shape)
    }

    assert wanted <= packaged
    assert {name.split("/")[0] for name in packaged if ".dist-info" not in name} == {
        "guidance",
        "scaffolds",
        "mcp_server",
    }
    assert not [name for name in packaged if re.search(r"__pycache__|\.pyc$", name)]


def test_the_wheel_is_small(wheel: Path) -> None:
    assert wheel.stat().st_size < 2_500_000


def test_a_server_from_the_wheel_scaffolds(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    arguments = '{"project_name": "n", "resource": {"name": "note", "fields": [{"name": "title"}]}, "output_dir": "n"}'
    (tmp_path / "work").mkdir()
    command = [sys.executable, "-m", "mcp_server", "call", "scaffold_crud_api", arguments]
    done = subprocess.run(
        command,
        cwd=tmp_path / "work",
        env={"PYTHONPATH": str(tmp_path / "site"), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "work" / "n" / "template.yaml").is_file()


def test_one_version_is_told_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

    assert project["version"] == __version__


def test_locks_pin_everything_by_hash_and_name_no_registry() -> None:
    for path in ROOT.glob("requirements*.lock"):
        text = path.read_text("utf-8")
        assert "://" not in text
        assert all("--hash=sha256:" in entry for entry in text.replace("\\\n", " ").splitlines() if entry.strip())
    for path in (
        ROOT / "tests/node/package-lock.json",
        ROOT / "tests/scaffolds/node/package-lock.json",
        *ROOT.glob("scaffolds/catalog/*/files/typescript/package-lock.json.j2"),
    ):
        assert '"resolved"' not in path.read_text("utf-8")
