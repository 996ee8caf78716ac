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
    ("path", "hooks"),
    [
        ("template.yaml", ["validate-templates"]),
        ("app/template.yml", ["validate-templates"]),
        ("cdk.out/App.template.json", ["validate-templates"]),
        ("my-stack.yaml", ["validate-templates"]),
        ("src/app.py", ["check-durable-code"]),
        ("src/app.ts", ["check-durable-code"]),
        ("src/app.mjs", ["check-durable-code"]),
        ("src/App.tsx", ["check-durable-code"]),
        ("values.yaml", []),
        ("package.json", []),
        ("notes.pyc", []),
    ],
)
def test_each_hook_runs_on_its_files(path: str, hooks: list[str]) -> None:
    known = read(".pre-commit-hooks.yaml")

    assert {hook["entry"] for hook in known} == {"serverless-mcp validate"}
    assert [hook["id"] for hook in known if re.search(hook["files"], path)] == hooks


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
    rows = re.findall(r"^\| ([a-z0-9-]+)(?: code)? \| (\d+) \| (.+) \|$", rules_table(), re.MULTILINE)

    assert sorted(f"{service}-{name}" for service, _, names in rows for name in names.split(", ")) == sorted(
        registry.rules()
    )
    assert all(int(count) == len(names.split(", ")) for _, count, names in rows)
