"""Handlers are looked up in the code beside a template, and only there."""

from __future__ import annotations

from pathlib import Path

import pytest

from guidance import engine, registry
from guidance.template import parse

TEMPLATE = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Report:
    Type: AWS::Serverless::Function
    Properties: {{Runtime: {runtime}, Handler: {handler}, CodeUri: {code}, Timeout: 9}}
"""


def found(folder: Path, runtime: str, handler: str, code: str = "src/") -> list[str]:
    """What the rule says of one function in a folder."""
    path = folder / "template.yaml"
    template = parse(TEMPLATE.format(runtime=runtime, handler=handler, code=code), path, folder)
    return [each.message for each in engine.run(registry.find("lambda-missing-handler"), template)]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name, text in {
        "src/app.py": "def handler(event, context): ...\n",
        "src/pkg/main.py": "from other import *\n",
        "web/index.mjs": "export const handler = async () => {}\n",
        "empty/README.md": "",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("runtime", "handler", "code"),
    [
        ("python3.14", "app.handler", "src/"),
        ("python3.14", "src.app.handler", "."),
        ("python3.14", "pkg.main.handler", "src/"),
        ("python3.14", "pkg/main.handler", "src/"),
        ("nodejs24.x", "index.handler", "web"),
        ("nodejs24.x", "index.handler", "empty"),
        ("python3.14", "gone.handler", "not/there"),
        ("python3.14", "gone.handler", "../.."),
        ("python3.14", "gone.handler", "s3://bucket/key"),
        ("python3.14", "gone.handler", "x" * 5000),
        ("python3.14", f"{'x' * 5000}.handler", "src/"),
        ("python3.14", "gone.handler", r'"a\0b"'),
    ],
)
def test_a_handler_that_is_there_or_cannot_be_seen_is_no_finding(
    project: Path, runtime: str, handler: str, code: str
) -> None:
    assert found(project, runtime, handler, code) == []


@pytest.mark.parametrize(
    ("runtime", "handler", "code", "said"),
    [
        ("python3.14", "main.handler", "src/", "There is no main.py"),
        ("python3.14", "app.lambda_handler", "src/", "app.py has no lambda_handler"),
        ("nodejs24.x", "index.main", "web", "index.mjs has no main"),
    ],
)
def test_a_handler_that_is_not_there_is_named(project: Path, runtime: str, handler: str, code: str, said: str) -> None:
    (message,) = found(project, runtime, handler, code)

    assert said in message
