"""MCP's own judges: the conformance suite on both wires, and the inspector's schema lint."""

from __future__ import annotations

import contextlib
import itertools
import json
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.node
BASELINES = Path(__file__).parent / "conformance"
MODULES = ROOT / "tests" / "node" / "node_modules" / "@modelcontextprotocol"
NODE = shutil.which("node", path=f"{Path(sys.executable).parent}") or "node"


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "mcp_server", "serve", "--http", "--port", str(port)]
    with subprocess.Popen(command, cwd=tmp_path_factory.mktemp("workspace"), stderr=subprocess.PIPE) as server:
        deadline = time.monotonic() + 60
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz") as answer:
                    assert answer.status == 200
                break
            except OSError:
                assert time.monotonic() < deadline
                with contextlib.suppress(subprocess.TimeoutExpired):
                    pytest.fail(f"the server ended with {server.wait(timeout=0.1)}")
        yield f"http://127.0.0.1:{port}/mcp"
        server.terminate()


@pytest.mark.parametrize(("revision", "suite"), [("2025-11-25", "active"), ("2026-07-28", "all")])
def test_the_server_conforms_but_for_what_the_baseline_explains(
    url: str, tmp_path: Path, revision: str, suite: str
) -> None:
    program = MODULES / "conformance" / "dist" / "index.js"
    arguments = [
        "--url",
        url,
        "--suite",
        suite,
        "--spec-version",
        revision,
        "--expected-failures",
        str(BASELINES / f"{revision}.yml"),
    ]
    done = subprocess.run(
        [NODE, str(program), "server", *arguments, "-o", str(tmp_path)], capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    assert re.search(r"Total: \d{2,3} passed", done.stdout)


@pytest.mark.parametrize("path", sorted(BASELINES.glob("*.yml")), ids=lambda path: path.stem)
def test_every_entry_of_a_baseline_says_why(path: Path) -> None:
    lines = path.read_text("utf-8").splitlines()

    for before, line in itertools.pairwise(lines):
        if line.startswith("  - "):
            assert re.match(r"  # \w.{20,}", before), f"{line.strip()} has no reason"


def test_the_inspector_finds_no_fault_with_the_schemas(tmp_path: Path) -> None:
    program = MODULES / "inspector" / "clients" / "launcher" / "build" / "index.js"
    command = [
        NODE,
        str(program),
        "--cli",
        "--method",
        "tools/list",
        "--strict",
        "--format",
        "json",
        "--",
        sys.executable,
        "-m",
        "mcp_server",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path, stdin=subprocess.DEVNULL)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "scaffold_crud_api" in done.stdout
    faults = {
        (fault["tool"], entry["rule"], entry["path"]) for fault in findings(done.stdout) for entry in fault["findings"]
    }
    # By design a result always has these, null where there is nothing: a folder, a size, a choice.
    always = {"output_dir", "recommended_mb", "next_measurement_mb", "recommended"}
    # Figures are what they are: a number, a text, yes or no; or a number that could not be computed.
    figures = {"assumed.items.properties.value", "targets.items.properties.figures.additionalProperties"}
    assert {(rule, path.removeprefix("properties.")) for _, rule, path in faults} <= {
        ("type-union", name) for name in always | figures
    }


def findings(output: str) -> list[dict[str, Any]]:
    return [{"tool": entry["toolName"], **entry} for entry in json.loads(output).get("schemaFindings", ())]
