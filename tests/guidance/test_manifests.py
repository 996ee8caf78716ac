"""Which SDK the code of a durable function brings, as its manifests say."""

from __future__ import annotations

from pathlib import Path

import pytest

from guidance import check_template, facts
from guidance.file_finding import file_of

TEMPLATE = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Order:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: {runtime}
      Handler: app.handler
      CodeUri: {code}
      Timeout: 60
      AutoPublishAlias: live
      AutoPublishAliasAllProperties: true
      DurableConfig: {{ExecutionTimeout: 3600}}
"""
PYTHON, NODE = "python3.14", "nodejs24.x"
MISSING, STALE = "durable-missing-sdk", "durable-stale-sdk"


def found(
    folder: Path, files: dict[str, str], runtime: str = PYTHON, code: str = "src/", more: str = ""
) -> list[tuple[str, str | None, int]]:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    path = folder / "template.yaml"
    path.write_text(TEMPLATE.format(runtime=runtime, code=code) + more, "utf-8")
    report = check_template(path.read_bytes(), path, schema=False, sam=False)
    return [(each.rule_id, file_of(each), each.line) for each in report.findings if each.rule_id in {MISSING, STALE}]


@pytest.mark.parametrize(
    "files",
    [
        {"src/requirements.txt": "boto3==1.43.0\n"},
        {"src/requirements.txt": "# aws-durable-execution-sdk-python==3.0.0\n"},
        {"src/requirements.txt": "aws-durable-execution-sdk-python-testing==1.4.0\n"},
        {"src/pyproject.toml": "[project]\ndependencies = ['boto3']\n"},
        {"requirements.txt": ""},
    ],
)
def test_a_python_function_without_the_sdk_is_found(files: dict[str, str], tmp_path: Path) -> None:
    assert found(tmp_path, files) == [(MISSING, None, 8)]


@pytest.mark.parametrize("text", ["{}", '{"dependencies": {"@aws/durable-execution-sdk-js-testing": "1.1.4"}}'])
def test_a_node_function_without_the_sdk_is_found(text: str, tmp_path: Path) -> None:
    assert found(tmp_path, {"src/package.json": text}, NODE) == [(MISSING, None, 8)]


@pytest.mark.parametrize(
    ("runtime", "files"),
    [
        (PYTHON, {}),
        (PYTHON, {"src/app.py": ""}),
        (PYTHON, {"src/requirements.txt": "aws_durable_execution_sdk_python\n"}),
        (PYTHON, {"src/requirements.txt": "aws-durable-execution-sdk-python>=1.4  # for now\n"}),
        (PYTHON, {"src/requirements.txt": "-r ../requirements.txt\n", "requirements.in": ""}),
        (PYTHON, {"src/requirements.txt": "boto3\n", "pyproject.toml": "[project]\ndynamic = ['dependencies']\n"}),
        (PYTHON, {"src/requirements.txt": "boto3\n", "src/aws_durable_execution_sdk_python/__init__.py": ""}),
        (PYTHON, {"src/requirements.txt": "boto3\n", "pyproject.toml": "dependencies = ["}),
        (
            PYTHON,
            {"pyproject.toml": "[project]\ndependencies = [\n  'Aws.Durable.Execution.SDK.Python[x]==3.0.0',\n]\n"},
        ),
        (PYTHON, {"src/pyproject.toml": "project = 1\ndependencies = 2\n", "requirements.txt": "-e .\n"}),
        (PYTHON, {"src/pyproject.toml": "a = " + "[" * 5000}),
        (NODE, {"src/package.json": '{"dependencies": ["@aws/durable-execution-sdk-js"], "workspaces": 1}'}),
        (NODE, {"src/package.json": "[1]"}),
        (NODE, {"package.json": '{"devDependencies": {"@aws/durable-execution-sdk-js": "^2.4.0"}}'}),
        (NODE, {"src/package.json": "{}", "package.json": '{"workspaces": ["src"]}'}),
        (NODE, {"src/package.json": "{"}),
        (NODE, {"src/requirements.txt": "boto3\n"}),
        ("java25", {"src/requirements.txt": "boto3\n", "src/package.json": "{}"}),
    ],
)
def test_what_names_it_or_cannot_be_known_is_left_alone(runtime: str, files: dict[str, str], tmp_path: Path) -> None:
    assert found(tmp_path, files, runtime) == []


def test_a_manifest_of_the_whole_repository_counts(tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text('{"dependencies": {"@aws/durable-execution-sdk-js": "2.4.0"}}')
    app = tmp_path / "services" / "order"
    assert found(app, {"src/package.json": "{}"}, NODE) == [(MISSING, None, 8)]

    path = app / "template.yaml"
    report = check_template(path.read_bytes(), path, root=tmp_path, schema=False, sam=False)
    assert MISSING not in {each.rule_id for each in report.findings}


@pytest.mark.parametrize("more", ["      Layers: [!Ref Layer]\n", "    Metadata: {BuildMethod: makefile}\n"])
def test_a_layer_or_a_makefile_may_bring_it(more: str, tmp_path: Path) -> None:
    assert found(tmp_path, {"src/requirements.txt": "boto3\n"}, more=more) == []


@pytest.mark.parametrize(
    "code", ["s3://bucket/key", "{Bucket: b, Key: k}", "!Ref Code", "../../elsewhere", "../outside/"]
)
def test_code_that_is_not_beside_the_template_is_not_looked_for(code: str, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "requirements.txt").write_text("boto3\n")

    assert found(tmp_path / "inside", {"requirements.txt": ""}, code=code) == []


@pytest.mark.parametrize(
    "version",
    ["==1.7.0", "~=1.4", ">=1.0,<2", "<2.0.0", " == 1.7.0 ; python_version > '3.10'", "==0.0.2 --hash=sha256:0"],
)
def test_an_old_sdk_for_python_is_found_at_its_line(version: str, tmp_path: Path) -> None:
    files = {"src/requirements.txt": f"boto3\naws-durable-execution-sdk-python{version}\n"}

    assert found(tmp_path, files) == [(STALE, "src/requirements.txt", 2)]


@pytest.mark.parametrize(
    "line", ['aws-durable-execution-sdk-python = "^1.7"', '"aws-durable-execution-sdk-python==1.7.0",']
)
def test_an_old_sdk_in_a_pyproject_is_found(line: str, tmp_path: Path) -> None:
    text = f"[tool.poetry.dependencies]\n{line}\n" if "= " in line else f"[project]\ndependencies = [\n{line}\n]\n"

    assert [each[:2] for each in found(tmp_path, {"src/pyproject.toml": text})] == [(STALE, "src/pyproject.toml")]


@pytest.mark.parametrize("version", ["==2.1.0", "==3.0.0", ">=1.4", "", "~=3.0", "<4", ">=2,<3", "==10.1"])
def test_a_current_sdk_for_python_is_left_alone(version: str, tmp_path: Path) -> None:
    assert found(tmp_path, {"src/requirements.txt": f"aws-durable-execution-sdk-python{version}\n"}) == []


@pytest.mark.parametrize(
    "version", ["1.1.7", "^1.0.1", "~1.1.0", "1.x", "1", "0.0.1", "v1.1.7", "=1.1.7", ">=1.0.0 <2.0.0"]
)
def test_an_old_sdk_for_javascript_is_found_at_its_line(version: str, tmp_path: Path) -> None:
    text = f'{{\n  "dependencies": {{\n    "@aws/durable-execution-sdk-js": "{version}"\n  }}\n}}\n'

    assert found(tmp_path, {"src/package.json": text}, NODE) == [(STALE, "src/package.json", 3)]


@pytest.mark.parametrize(
    "version", ["2.4.0", "^2.0.0", "latest", "*", ">=1.0.0", "workspace:*", "^1.0.0 || ^2.0.0", "10.0.0"]
)
def test_a_current_sdk_for_javascript_is_left_alone(version: str, tmp_path: Path) -> None:
    text = f'{{"dependencies": {{"@aws/durable-execution-sdk-js": "{version}"}}}}'

    assert found(tmp_path, {"src/package.json": text}, NODE) == []


def test_the_two_lists_of_runtimes_agree() -> None:
    flagged = {name for name, runtime in facts.runtimes().items() if runtime.durable}

    assert flagged == set(facts.values("lambda.durable.runtimes"))


def test_the_actions_are_those_of_the_service() -> None:
    import botocore.session

    operations = botocore.session.get_session().get_service_model("lambda").operation_names

    assert {name for name in operations if "Durable" in name} == set(facts.values("lambda.durable.actions"))
