"""The pre-commit hook and the GitHub Action call the command as it is."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from guidance import registry
from mcp_server.rules import rules_table
from tests.conftest import ROOT


def read(name: str) -> Any:
    return yaml.safe_load((ROOT / name).read_text("utf-8"))


@pytest.mark.parametrize(
    ("path", "matches"),
    [
        ("template.yaml", True),
        ("app/template.yml", True),
        ("cdk.out/App.template.json", True),
        ("my-stack.yaml", True),
        ("values.yaml", False),
        ("package.json", False),
    ],
)
def test_the_hook_runs_on_templates(path: str, matches: bool) -> None:
    (hook,) = read(".pre-commit-hooks.yaml")

    assert hook["entry"] == "serverless-mcp validate"
    assert bool(re.search(hook["files"], path)) is matches


def test_the_action_passes_inputs_as_variables_only() -> None:
    for step in read("action.yml")["runs"]["steps"]:
        assert "${{" not in step.get("run", "")


@pytest.mark.parametrize(("sarif", "calls"), [("", 1), ("out.sarif", 2)])
def test_the_actions_script_calls_the_command(tmp_path: Path, sarif: str, calls: int) -> None:
    script = read("action.yml")["runs"]["steps"][-1]["run"]
    command = tmp_path / "command"
    command.write_text('#!/bin/bash\nprintf "%s\\n" "$*" >> log\necho "{}"\n')
    command.chmod(0o755)
    environment = {
        "PATHS": "a b\n$(touch pwned)\n",
        "PROFILE": "strict",
        "RULES": "",
        "EXCLUDE": "x",
        "FAIL_ON": "warning",
        "SARIF": sarif,
        "COMMAND": str(command),
        "PATH": "/usr/bin:/bin",
    }
    subprocess.run(["bash", "-e", "-c", script], cwd=tmp_path, env=environment, check=True, capture_output=True)
    log = (tmp_path / "log").read_text().splitlines()

    assert len(log) == calls
    assert (
        log[-1] == "validate --profile strict --exclude-rules x --format github --fail-on warning -- a b $(touch pwned)"
    )
    assert not (tmp_path / "pwned").exists()


def test_the_table_of_rules_names_each_once() -> None:
    rows = re.findall(r"^\| ([a-z0-9-]+) \| (\d+) \| (.+) \|$", rules_table(), re.MULTILINE)

    assert sorted(f"{service}-{name}" for service, _, names in rows for name in names.split(", ")) == sorted(
        registry.rules()
    )
    assert all(int(count) == len(names.split(", ")) for _, count, names in rows)
