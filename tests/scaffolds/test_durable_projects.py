"""Every workflow, generated in both languages, keeps its promises: linters, its own tests, templates, and a differential proof."""

from __future__ import annotations

import json
import re
import shutil
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
import yaml
from samtranslator.translator.transform import transform

from guidance import Profile, check_code, check_template
from scaffolds import render_project
from scaffolds.model import Project
from tests.conftest import ROOT
from tests.scaffolds.test_projects import (
    MACHINE,
    RUNTIME,
    SAM,
    ManagedPolicies,
    SamLoader,
    file,
    passes_typescript_linters,
    run,
    written,
)
from tests.workflows import BARISTA, WORKFLOWS

pytestmark = pytest.mark.projects
HERE = Path(__file__).parent
LANGUAGES = ("python", "typescript")
TRIGGERS: dict[str, dict[str, Any]] = {
    "direct": {"type": "direct"},
    "sqs": {"type": "sqs"},
    "api": {"type": "api"},
    "eventbridge": {"type": "eventbridge", "source": "shop", "detail_type": "Order Placed"},
}
CRASHED = ("saga", "one_step", "agent_loop", "tolerant")
"""Workflows whose invocations are also ended in the middle of each step: that takes seconds of real time a crash."""


def rendered(name: str, language: str, **more: Any) -> Project:
    workflow = {**WORKFLOWS[name], **more}
    answers = {"project_name": name.replace("_", "-"), "workflow": workflow, "language": language}
    return render_project("durable_function", answers)


EVERY = [pytest.param(name, language, id=f"{name}-{language}") for name in WORKFLOWS for language in LANGUAGES]


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_its_template_is_clean(name: str, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    template_is_clean(rendered(name, language), monkeypatch)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("trigger", TRIGGERS)
def test_its_template_is_clean_with_every_trigger(trigger: str, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    template_is_clean(rendered("barista", language, trigger=TRIGGERS[trigger]), monkeypatch)


def template_is_clean(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    template = file(project, "template.yaml")

    report = check_template(template, profile=Profile.STRICT, sam=False)
    assert not report.findings
    packaged = template.replace("CodeUri: src/", "CodeUri: s3://bucket/key")  # as `sam package` leaves it
    translated = transform(yaml.load(packaged, SamLoader), {}, ManagedPolicies())["Resources"]
    function = translated["WorkflowFunction"]["Properties"]
    assert function["DurableConfig"]["ExecutionTimeout"] >= function["Timeout"]
    assert translated["WorkflowFunctionAliaslive"]["Type"] == "AWS::Lambda::Alias"
    policies = translated["WorkflowFunctionRole"]["Properties"]["ManagedPolicyArns"]
    assert any("AWSLambdaBasicDurableExecutionRolePolicy" in str(policy) for policy in policies)


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_the_checker_has_nothing_to_say_of_it(name: str, language: str, tmp_path: Path) -> None:
    project = rendered(name, language)
    folder = written(project, tmp_path)
    sources = [each.path for each in project.files if re.fullmatch(r"src/.+\.(py|ts)", each.path)]

    assert sources
    for path in sources:
        report = check_code(folder.joinpath(path).read_bytes(), folder / path, root=folder, profile=Profile.STRICT)
        assert not report.findings, path


@pytest.mark.parametrize("name", WORKFLOWS)
def test_a_python_project_passes_its_linters_and_tests_and_ends_the_same_when_all_fails_once(
    name: str, tmp_path: Path
) -> None:
    folder = written(rendered(name, "python"), tmp_path)
    output = run(["make", "--no-print-directory", "lint", f"PYTHON={sys.executable}"], folder)
    assert "All checks passed!" in output
    assert "Success: no issues found" in output

    shutil.copy(HERE / "differential" / "differential.py", folder / "tests" / "test_differential.py")
    modes = "before after crash" if name in CRASHED else "before after"
    output = run([sys.executable, "-m", "pytest"], folder, MODES=modes)
    assert re.search(r"^\d+ passed", output, re.MULTILINE), output[-500:]


@pytest.mark.node
@pytest.mark.parametrize("name", WORKFLOWS)
def test_a_typescript_project_passes_its_tests_and_ends_the_same_when_all_fails_once(name: str, tmp_path: Path) -> None:
    folder = written(rendered(name, "typescript"), tmp_path)
    shutil.copy(HERE / "differential" / "differential.test.ts", folder / "tests")
    output = run(["make", "--no-print-directory", "test"], folder)
    assert re.search(r"Tests\s+\d+ passed \(\d+\)", output), output[-500:]


@pytest.mark.node
def test_every_typescript_project_passes_its_linters(tmp_path: Path) -> None:
    passes_typescript_linters({name: rendered(name, "typescript") for name in WORKFLOWS}, tmp_path)


@pytest.mark.parametrize("trigger", ["sqs", "api"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_built_and_its_handlers_start_with_what_was_built_alone(
    trigger: str, language: str, tmp_path: Path
) -> None:
    answers = {"project_name": "built", "workflow": {**BARISTA, "trigger": {"type": trigger}}, "language": language}
    runtime = {"runtime": RUNTIME[language]} if RUNTIME[language] in {"python3.13", "nodejs24.x"} else {}
    folder = written(render_project("durable_function", {**answers, **runtime, "architecture": MACHINE}), tmp_path)
    if language == "python" and not runtime:
        # SAM builds for the interpreter it finds; the durable runtimes begin at 3.13, the packages at 3.11.
        template = folder / "template.yaml"
        template.write_text(template.read_text("utf-8").replace("python3.13", RUNTIME["python"]), "utf-8")
    run([str(SAM), "build", "--build-in-source" if language == "typescript" else "--cached"], folder)

    for function, handler in {"WorkflowFunction": "workflow", "StarterFunction": "starter"}.items():
        build = folder / ".aws-sam" / "build" / function
        settings = {"PRINT_RECEIPT_FUNCTION": "receipt-printer:live", "WORKFLOW_FUNCTION": "workflow:live"}
        if language == "python":
            code = (
                f"import sys; sys.path.insert(0, {str(build)!r}); import {handler}; assert callable({handler}.handler)"
            )
            run([sys.executable, "-I", "-S", "-c", code], tmp_path, AWS_DEFAULT_REGION="eu-west-1", **settings)
        else:
            code = f"const m = await import({json.dumps(str(build / (handler + '.mjs')))}); if (!m.handler) throw new Error()"
            run(["node", "--input-type=module", "-e", code], tmp_path, AWS_REGION="eu-west-1", **settings)


def test_a_python_project_pins_what_this_environment_has() -> None:
    project = rendered("order_processing", "python")
    pins = re.findall(
        r"^([\w.-]+)(?:\[.+\])?==(\S+)$",
        file(project, "src/requirements.txt") + file(project, "requirements-dev.txt"),
        re.MULTILINE,
    )

    assert len(pins) > 8
    assert dict(pins) == {name: version(name) for name, _ in pins}


def test_one_install_serves_every_typescript_project() -> None:
    shared = json.loads((HERE / "node" / "package.json").read_text("utf-8"))
    wanted: dict[str, str] = {}
    projects = (
        rendered("order_processing", "typescript"),
        render_project(
            "crud_api",
            {
                "project_name": "p",
                "language": "typescript",
                "resource": {"name": "note", "fields": [{"name": "title"}]},
            },
        ),
        render_project("event_consumer", {"project_name": "p", "language": "typescript", "source": "sqs"}),
    )
    for project in projects:
        manifest = json.loads(file(project, "package.json"))
        for name, pinned in {**manifest["dependencies"], **manifest["devDependencies"]}.items():
            assert wanted.setdefault(name, pinned) == pinned

    assert {**shared["dependencies"], **shared["devDependencies"]} == wanted
    installed = ROOT / ".cache" / "node" / "package.json"
    assert json.loads(installed.read_text("utf-8")) == shared, "run make test, which sets it up anew"
