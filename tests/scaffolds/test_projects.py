"""Every rendered project passes every linter and its own tests; built, it answers as API Gateway would call it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from openapi_spec_validator import validate as validate_openapi
from samtranslator.translator.transform import transform

from guidance import Profile, check_template
from scaffolds import render_project
from scaffolds.model import Project
from tests.conftest import ROOT
from tests.samples import AUTHS, FUNCTIONS, LANGUAGES, MATRIX, RESOURCES, answers, cell_id
from tests.scaffolds.test_render import Loader

pytestmark = pytest.mark.projects
BIN = Path(sys.executable).parent
SAM = ROOT / ".venv-sam" / "bin" / "sam"
NODE_MODULES = ROOT / ".cache" / "node" / "node_modules"
RUNTIME = {"python": f"python3.{sys.version_info.minor}", "typescript": "nodejs24.x"}
PATIENCE_SECONDS = 600
"""What hangs is to fail, not to keep everything waiting."""
MACHINE = "arm64" if os.uname().machine in {"arm64", "aarch64"} else "x86_64"


def rendered(cell: dict[str, str], **more: Any) -> Project:
    runtime = {"runtime": RUNTIME["python"]} if cell["language"] == "python" else {}
    return render_project("crud_api", answers(**cell, **runtime, **more))


def written(project: Project, folder: Path) -> Path:
    for file in project.files:
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.data)
    if (folder / "package.json").exists():
        (folder / "node_modules").symlink_to(NODE_MODULES)
    return folder


def environment(**more: str) -> dict[str, str]:
    """A plain environment: this interpreter's programs first, caches shared by all projects, telemetry off."""
    return {
        "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
        "HOME": os.environ.get("HOME", "/"),
        "MYPY_CACHE_DIR": str(ROOT / ".cache" / "mypy" / f"{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"),
        "SAM_CLI_TELEMETRY": "0",
        "AWS_DEFAULT_REGION": "us-east-1",
        "NO_COLOR": "1",
        **{
            name: value
            for name, value in os.environ.items()
            if re.match(r"(?i)pip_|npm_config_|https?_proxy|no_proxy|ssl_|node_extra", name)
        },
        **more,
    }


def run(command: list[str], folder: Path, **more: str) -> str:
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment(**more),
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        timeout=PATIENCE_SECONDS,
    )
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout[-6000:]}\n{done.stderr[-3000:]}"
    return done.stdout + done.stderr


def file(project: Project, path: str) -> str:
    return next(file.content for file in project.files if file.path == path)


class ManagedPolicies:
    """The translator's loader of managed policies, which would ask IAM."""

    def load(self) -> dict[str, str]:
        return {}


@pytest.mark.parametrize("cell", MATRIX, ids=cell_id)
def test_its_template_and_api_document_are_clean(cell: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    project = rendered(cell)
    template = file(project, "template.yaml")

    report = check_template(template, profile=Profile.STRICT, sam=False)
    expected = {"api-public-route"} if cell["auth"] == "none" else set()
    assert {finding.rule_id for finding in report.findings} == expected
    packaged = template.replace("CodeUri: src/", "CodeUri: s3://bucket/key")  # as `sam package` leaves it
    translated = transform(yaml.load(packaged, SamLoader), {}, ManagedPolicies())
    assert any(resource["Type"] == "AWS::Lambda::Function" for resource in translated["Resources"].values())
    validate_openapi(yaml.load(file(project, "openapi.yaml"), Loader))


class SamLoader(yaml.SafeLoader):
    """YAML with CloudFormation's short forms, as the long ones."""


def _long_form(loader: SamLoader, suffix: str, node: yaml.Node) -> dict[str, Any]:
    if isinstance(node, yaml.ScalarNode):
        value: Any = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = loader.construct_mapping(node, deep=True)  # type: ignore[arg-type]
    if suffix == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {suffix if suffix in {"Ref", "Condition"} else f"Fn::{suffix}": value}


SamLoader.add_multi_constructor("!", _long_form)


@pytest.mark.parametrize("cell", [cell for cell in MATRIX if cell["language"] == "python"], ids=cell_id)
def test_a_python_project_passes_its_linters_and_tests(cell: dict[str, str], tmp_path: Path) -> None:
    folder = written(rendered(cell), tmp_path)
    output = run(["make", "--no-print-directory", "lint", "test", f"PYTHON={sys.executable}"], folder)

    assert "All checks passed!" in output
    assert "Success: no issues found" in output
    assert re.search(r"^\d{3} passed", output, re.MULTILINE), output[-500:]


@pytest.mark.node
@pytest.mark.parametrize("cell", [cell for cell in MATRIX if cell["language"] == "typescript"], ids=cell_id)
def test_a_typescript_project_passes_its_tests(cell: dict[str, str], tmp_path: Path) -> None:
    folder = written(rendered(cell), tmp_path)
    output = run(["make", "--no-print-directory", "test", f"PYTHON={sys.executable}"], folder)

    assert re.search(r"Tests\s+\d{2,3} passed \(\d+\)", output), output[-500:]


@pytest.mark.node
@pytest.mark.parametrize("auth", AUTHS)
def test_every_typescript_project_passes_its_linters(auth: str, tmp_path: Path) -> None:
    cells = [cell for cell in MATRIX if (cell["language"], cell["auth"]) == ("typescript", auth)]
    passes_typescript_linters({cell_id(cell): rendered(cell) for cell in cells}, tmp_path)


@pytest.mark.node
def test_the_linters_of_one_typescript_project_are_called_by_its_makefile(tmp_path: Path) -> None:
    folder = written(rendered({**MATRIX[-1], "language": "typescript"}), tmp_path)
    path = next(folder.glob("src/**/*.ts"))
    path.write_text(path.read_text("utf-8") + "export const wrong: number = 'text';\n", "utf-8")

    done = subprocess.run(["make", "lint"], cwd=folder, env=environment(), capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "is not assignable to type 'number'" in done.stdout


def passes_typescript_linters(projects: dict[str, Project], folder: Path) -> None:
    """All in one process each: a compiler that has read the libraries' types need not read them for every project."""
    for name, project in projects.items():
        written(project, folder / name)
    first = next(iter(projects))
    (folder / "node_modules").symlink_to(NODE_MODULES)
    (folder / "package.json").write_text('{"private": true, "type": "module"}')
    shutil.copy(folder / first / "eslint.config.js", folder)
    settings = {"extends": f"./{first}/tsconfig.json", "include": ["*/src", "*/tests"]}
    (folder / "tsconfig.json").write_text(json.dumps(settings))

    run(["npx", "tsc", "--noEmit", "--project", "."], folder)
    assert "warning" not in run(["npx", "eslint", "."], folder).replace("npm warn", "")


@pytest.mark.parametrize("resource", RESOURCES)
def test_the_sam_cli_validates_it(resource: str, tmp_path: Path) -> None:
    for number, (language, auth, functions) in enumerate(zip(LANGUAGES * 2, AUTHS, FUNCTIONS * 2, strict=True)):
        project = rendered({"resource": resource, "language": language, "auth": auth, "functions": functions})
        path = tmp_path / f"{number}.yaml"
        path.write_text(file(project, "template.yaml"), "utf-8")
        assert "is a valid SAM Template" in run(
            [str(SAM), "validate", "--lint", "--template-file", str(path)], tmp_path
        )


def test_a_python_project_pins_what_this_environment_has() -> None:
    from importlib.metadata import version

    project = render_project("crud_api", answers("wide", "python", "cognito", "per_operation"))
    pins = re.findall(
        r"^([\w.-]+)(?:\[.+\])?==(\S+)$",
        file(project, "src/requirements.txt") + file(project, "requirements-dev.txt"),
        re.MULTILINE,
    )

    assert len(pins) > 20
    assert dict(pins) == {name: version(name) for name, _ in pins}


def test_tools_the_tests_lean_on_are_here() -> None:
    assert SAM.exists(), "run make test, which sets it up"
    assert NODE_MODULES.is_dir(), "run make test, which sets it up"
    assert shutil.which("node", path=str(BIN))
