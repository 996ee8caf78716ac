"""`serverless-mcp demo`: the main job, end to end and offline. Everything it prints was computed in that run."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from mcp_server.settings import Settings, SettingsError

NOTES: dict[str, Any] = {
    "project_name": "note-taking",
    "language": "python",
    "auth": "cognito",
    "functions": "per_operation",
    "resource": {
        "name": "note",
        "fields": [
            {
                "name": "title",
                "type": "string",
                "required": True,
                "min_length": 1,
                "max_length": 200,
                "description": "Shown in lists.",
            },
            {"name": "body", "type": "string", "max_length": 10_000, "description": "The note itself."},
            {"name": "tags", "type": "string_list", "max_length": 20, "description": "Words to find it by."},
            {"name": "pinned", "type": "boolean", "description": "Kept at the top."},
            {"name": "remind_at", "type": "datetime", "description": "When to be reminded of it."},
        ],
    },
}
"""The note-taking API that the talk CNS211 builds on stage."""

_NEEDED = ("aws_lambda_powertools", "jsonschema", "moto", "pytest", "rfc3339_validator", "uuid6")


def demo(folder: str, settings: Settings) -> int:
    """Scaffold the note-taking API, show it, run its own tests, check its template, say what to do next.

    Args:
        folder: A new or empty folder in the workspace.
        settings: The run's settings.

    Returns:
        0 when the project passes its tests and has no finding of error or warning, else 1.

    """
    missing = [module for module in _NEEDED if importlib.util.find_spec(module) is None]
    if missing:
        raise SettingsError(
            f"The demo runs the project's own tests, which need {', '.join(missing)}: install serverless-practices-mcp[demo], "
            "e.g. `uv tool install 'serverless-practices-mcp[demo]'`."
        )
    began = time.perf_counter()
    _say("1. Scaffold the note-taking API of the talk CNS211: one call of scaffold_crud_api")
    root = _scaffold(folder, settings)
    _say("\n2. Test the project with its own suite, against a local DynamoDB API")
    tests_pass = _test(root)
    _say("\n3. Check its template with the strict profile of validate_template")
    clean = _check(root / "template.yaml")
    _say(f"\nDone in {time.perf_counter() - began:.1f} s. Next:")
    _say(f"  cd {_relative(root)} && less README.md")
    _say("  make install build deploy-dev   # with the SAM CLI and AWS credentials; shows the change set first")
    _say("  serverless-mcp setup cursor     # or claude-code, claude-desktop, kiro, vscode: let your assistant do this")
    return 0 if tests_pass and clean else 1


def _scaffold(folder: str, settings: Settings) -> Path:
    from mcp_server.tools import TOOLS, Caller

    spec = next(spec for spec in TOOLS if spec.name == "scaffold_crud_api")
    began = time.perf_counter()
    arguments = spec.arguments().model_validate({**NOTES, "output_dir": folder})
    result = spec.call(Caller(settings), {name: getattr(arguments, name) for name in type(arguments).model_fields})
    took = time.perf_counter() - began
    data = result.data()
    root = Path(str(data["output_dir"]))
    _say(f"   {len(data['files'])} files in {took * 1000:.0f} ms, in {_relative(root)}")
    _tree([(file["path"], file["purpose"]) for file in data["files"]])
    _say(f"   It follows {len(data['practices'])} practices, among them:")
    from guidance import practice

    for followed in data["practices"][:5]:
        _say(f"   - {followed['id']}: {practice(followed['id']).statement}")
    return root


def _tree(files: list[tuple[str, str]]) -> None:
    """Print the files as a tree: each folder once, each file with its purpose."""
    shown: set[str] = set()
    for path, purpose in files:
        *folders, name = path.split("/")
        for depth, folder in enumerate(folders):
            if "/".join(folders[: depth + 1]) not in shown:
                shown.add("/".join(folders[: depth + 1]))
                _say(f"   {'  ' * depth}{folder}/")
        _say(f"   {'  ' * len(folders)}{name:{28 - 2 * len(folders)}} {purpose}")


def _test(root: Path) -> bool:
    """Run the project's pytest in this interpreter, a line at a time."""
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "pytest", "--color=no", "-p", "no:cacheprovider"]
    with subprocess.Popen(  # noqa: S603 - this interpreter, fixed arguments
        command, cwd=root, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as run:
        assert run.stdout is not None  # noqa: S101 - a pipe was asked for
        last = ""
        for line in run.stdout:
            last = line.strip() or last
            if re.search(r"%\]|FAILED|ERROR|passed|failed", line):
                _say(f"   {line.rstrip()}")
    if run.returncode:
        _say(f"   The tests fail: {last}")
    return run.returncode == 0


def _check(template: Path) -> bool:
    from guidance import Profile, check_template, rules

    began = time.perf_counter()
    report = check_template(template.read_bytes(), template, profile=Profile.STRICT)
    took = time.perf_counter() - began
    counts = {str(severity): count for severity, count in report.counts.items()}
    told = ", ".join(f"{counts.get(name, 0)} {name}s" for name in ("error", "warning", "info"))
    _say(
        f"   {told} from {len(rules())} rules and AWS's schemas in {took:.1f} s; {len(report.suppressed)} silenced with a reason:"
    )
    for finding in report.findings:
        _say(f"   {template.name}:{finding.line}: {finding.rule_id} {finding.message}")
    for suppressed in report.suppressed:
        _say(f"   - {suppressed.finding.rule_id}: {suppressed.reason}")
    return not report.findings


def _say(text: str) -> None:
    """Print a line at once, so that progress shows."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _relative(path: Path) -> str:
    return os.path.relpath(path)
