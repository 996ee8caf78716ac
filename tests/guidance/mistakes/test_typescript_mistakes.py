"""Each mistake in TypeScript gives the wrong result when it is run on AWS's local runner; its right twin does not."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytestmark = [pytest.mark.node, pytest.mark.projects]
HERE = Path(__file__).parent
NODE_MODULES = ROOT / ".cache" / "node" / "node_modules"


def run(folder: Path, *command: str) -> str:
    """What a program of the shared packages prints."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [NODE_MODULES / ".bin" / command[0], *command[1:]],
        cwd=folder,
        env={"PATH": path, "HOME": os.environ.get("HOME", "/"), "NO_COLOR": "1", "AWS_REGION": "us-east-1"},
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        timeout=600,  # what hangs is to fail
    )
    assert done.returncode == 0, f"{done.stdout[-6000:]}\n{done.stderr[-3000:]}"
    return done.stdout


def test_mistakes_that_javascript_hides(tmp_path: Path) -> None:
    for path in HERE.glob("*.ts"):
        shutil.copy(path, tmp_path)
    (tmp_path / "node_modules").symlink_to(NODE_MODULES)
    (tmp_path / "package.json").write_text('{"type": "module", "private": true}', "utf-8")

    # Not in forked processes: the local runner's clock holds back process.nextTick, by which one hears its parent.
    output = run(tmp_path, "vitest", "run", "--root", ".", "--pool=threads")

    listed = len(re.findall(r'^  \["|^  test\("', (HERE / "mistakes.test.ts").read_text("utf-8"), re.MULTILINE))
    assert f"Tests  {listed} passed ({listed})" in output
