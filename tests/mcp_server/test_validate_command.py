"""`serverless-mcp validate` and `rules`: what they print, what they write, and with which exit code."""

from __future__ import annotations

import json
import os
import re
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from guidance import registry
from mcp_server.cli import run
from mcp_server.formats.github import _data, _property
from mcp_server.templates import find_templates
from tests.conftest import ROOT
from tests.mcp_server.sarif import validate as validate_sarif

GOOD = """\
Resources:
  Topic:
    Type: AWS::SNS::Topic
"""
BAD = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Jobs:
    Type: AWS::SQS::Queue
    Properties:
      VisibilityTimeout: 90
  Worker:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: app.handler
      CodeUri: src/
      Timeout: 60
      Events:
        Jobs:
          Type: SQS
          Properties:
            Queue: !GetAtt Jobs.Arn
      Environment:
        Variables:
          TABLE_NAME: !Ref Tabel
"""
VISIBILITY, DANGLING = "sqs-short-visibility-timeout", "template-dangling-reference"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "template.yaml").write_text(BAD)
    return tmp_path


def validate(
    capsys: pytest.CaptureFixture[str], *arguments: str, rules: str | None = f"{VISIBILITY},{DANGLING}"
) -> tuple[int, str]:
    code = run(["validate", *arguments, *(["--rules", rules] if rules else [])])
    out, err = capsys.readouterr()
    assert err == ""
    return code, out


def test_text_shows_the_lines_as_compilers_do(capsys: pytest.CaptureFixture[str]) -> None:
    code, out = validate(capsys, "template.yaml", rules=VISIBILITY)

    assert code == 0
    assert out.startswith(f"warning[{VISIBILITY}]: Jobs hides a message for 90 seconds")
    assert "\n  --> template.yaml:6:26\n   |\n" in out
    assert "\n 5 |     Properties:\n 6 |       VisibilityTimeout: 90\n" in out
    assert re.search(r"^ +\| {26}\^\^$", out, re.MULTILINE)
    assert re.search(r"^ +\| +-+ Worker$", out, re.MULTILINE)
    assert "= fix: Set VisibilityTimeout to 360" in out
    assert "1 warning in template.yaml.\n" in out


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([], 1),
        (["--rules", VISIBILITY], 0),
        (["--rules", VISIBILITY, "--fail-on", "warning"], 1),
        (["--fail-on", "never"], 0),
        (["--exclude-rules", "TPL003,E1020", "--rules", f"{DANGLING},{VISIBILITY}"], 0),
    ],
)
def test_the_exit_code_says_how_bad_it_is(arguments: list[str], code: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["validate", "template.yaml", *arguments]) == code
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["missing.yaml", "--rules", "nope"], ""),
        (["template.yaml", "--rules", "sqs-short-visibility-timout"], "did you mean sqs-short-visibility-timeout"),
        (["template.yaml", "--profile", "dev"], "default or strict"),
        (["template.yaml", "--region", "moon"], "no AWS region"),
        (["template.yaml", "--max-findings", "0"], "1 or more"),
        (["empty"], "There is no template in empty"),
    ],
)
def test_wrong_usage_exits_with_2(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], says: str
) -> None:
    (folder / "empty").mkdir()

    assert run(["validate", *arguments]) == 2
    assert says in capsys.readouterr().err


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"Resources: [\n", "Not YAML"),
        (b"\x7fELF\0", "binary"),
        (b"a: b\n" * 1_000_000, "bytes"),
        (None, "does not exist"),
        (b"a: " + b"[" * 9999, "Nested"),
    ],
)
def test_what_cannot_be_read_exits_with_2_and_says_why(
    folder: Path, capsys: pytest.CaptureFixture[str], data: bytes | None, says: str
) -> None:
    if data is not None:
        (folder / "bad.yaml").write_bytes(data)
    for format_ in ("text", "json", "sarif", "github"):
        code, out = validate(capsys, "bad.yaml", "template.yaml", "--format", format_, rules=VISIBILITY)

        assert code == 2
        assert says in out
        assert VISIBILITY in out
        assert len(out) < 20_000


def test_json_has_the_findings_of_the_tool(capsys: pytest.CaptureFixture[str]) -> None:
    code, out = validate(capsys, "template.yaml", "--format", "json")
    data = json.loads(out)

    assert code == 1
    assert data["summary"] == {"error": 1, "warning": 1, "info": 0}
    (file,) = data["files"]
    assert (file["path"], file["valid"], file["readable"]) == ("template.yaml", False, True)
    first = file["findings"][0]
    assert (first["rule_id"], first["line"], first["column"]) == (VISIBILITY, 6, 26)
    assert first["related"] == [{"resource": "Worker", "line": first["related"][0]["line"]}]
    assert first["fix"]["edits"] == [{"line": 6, "column": 26, "end_line": 6, "end_column": 28, "text": "360"}]


def sarif(capsys: pytest.CaptureFixture[str], *paths: str, **how: Any) -> dict[str, Any]:
    _, out = validate(capsys, *paths, "--format", "sarif", **how)
    data: dict[str, Any] = json.loads(out)
    validate_sarif(data)
    return data


@pytest.mark.node
def test_sarif_is_valid_and_complete(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a b").mkdir()
    (folder / "a b" / "é.yaml").write_text(
        BAD.replace("  Worker:", "  Worker: # serverless-practices: ignore TPL003 -- later", 1)
    )
    (folder / "broken.yaml").write_text("AWSTemplateFormatVersion: 2010-09-09\nResources: [\n")
    (run_,) = sarif(capsys, ".", rules=None)["runs"]
    driver = run_["tool"]["driver"]

    assert driver["name"] == "serverless-practices"
    assert {result["ruleId"] for result in run_["results"]} == {rule["id"] for rule in driver["rules"]}
    assert all(driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"] for result in run_["results"])
    uris = {result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in run_["results"]}
    assert uris == {"template.yaml", "a%20b/%C3%A9.yaml", "broken.yaml"}
    prints = [json.dumps(result["partialFingerprints"]) for result in run_["results"]]
    assert len(set(prints)) == len(prints)
    assert not run_["invocations"][0]["executionSuccessful"]
    assert any("fixes" in result for result in run_["results"])
    assert any("relatedLocations" in result for result in run_["results"])


@pytest.mark.node
def test_sarif_keeps_what_is_suppressed_with_its_reason(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    metadata = (
        "    Metadata: {serverless-practices: {ignore: [{rule: SQS002, reason: measured}]}}\n    Properties:\n      Vis"
    )
    (folder / "template.yaml").write_text(BAD.replace("    Properties:\n      Vis", metadata))
    (result,) = sarif(capsys, "template.yaml", rules=VISIBILITY)["runs"][0]["results"]

    assert result["suppressions"] == [{"kind": "inSource", "justification": "measured"}]


def test_github_annotations_stand_on_the_line(capsys: pytest.CaptureFixture[str]) -> None:
    _, out = validate(capsys, "template.yaml", "--format", "github")

    assert out.startswith(f"::warning file=template.yaml,line=6,endLine=6,col=26,title={VISIBILITY}::Jobs hides")
    assert "\n::error file=template.yaml,line=21," in out


def test_nothing_in_a_name_or_message_breaks_out_of_an_annotation() -> None:
    assert not re.search(r"[,:\r\n]", _property("a,b:c\r\n::error::x"))
    assert _data("50% of\n::error::it\r") == "50%25 of%0A::error::it%0D"


def test_a_template_cannot_write_to_the_terminal(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "template.yaml").write_text(BAD.replace("!Ref Tabel", '!Ref "Ta\\e[2Jbel" # \u202e'))
    _, out = validate(capsys, "template.yaml")

    assert "\x1b" not in out
    assert "\u202e" not in out


def test_colours_are_for_terminals(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    assert "\x1b[1;33mwarning[" in validate(capsys, "template.yaml")[1]

    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in validate(capsys, "template.yaml")[1]

    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "dumb")
    assert "\x1b" not in validate(capsys, "template.yaml")[1]


def test_a_folder_is_searched_by_content(folder: Path) -> None:
    for name, text in {
        "app/template.yml": GOOD,
        "app/stack.json": '{"Resources": {"T": {"Type": "AWS::SNS::Topic"}}}',
        "app/values.yaml": "Resources: 5\n",
        "app/openapi.yaml": "openapi: 3.0.1\npaths: {}\n",
        "app/package.json": "{}",
        "app/notes.md": GOOD,
        "app/broken.yaml": "AWSTemplateFormatVersion: '2010-09-09'\nResources: [\n",
        "app/.aws-sam/build/template.yaml": GOOD,
        "app/node_modules/x/template.yaml": GOOD,
        "app/cdk.out/Stack.template.json": '{"Resources": {"T": {"Type": "AWS::SNS::Topic"}}}',
        "app/cdk.out/manifest.json": '{"Resources": {"T": {"Type": "AWS::SNS::Topic"}}}',
        "app/cdk.out/asset.abc/template.template.json": '{"Resources": {"T": {"Type": "AWS::SNS::Topic"}}}',
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    (folder / "app" / "utf16.yaml").write_bytes(GOOD.encode("utf-16"))
    (folder / "app" / "link.yaml").symlink_to(folder / "template.yaml")

    found = [path.relative_to(folder / "app").as_posix() for path in find_templates(folder / "app")]
    assert found == ["broken.yaml", "stack.json", "template.yml", "utf16.yaml", "cdk.out/Stack.template.json"]


def test_a_template_named_twice_is_checked_once(capsys: pytest.CaptureFixture[str]) -> None:
    _, out = validate(capsys, ".", "template.yaml", "./template.yaml", "--format", "json")

    assert len(json.loads(out)["files"]) == 1


@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_fix_changes_only_what_it_has_to(
    folder: Path, capsys: pytest.CaptureFixture[str], before: bytes, newline: str
) -> None:
    path = folder / "template.yaml"
    path.write_bytes(before + BAD.replace("\n", newline).encode())
    path.chmod(0o640)
    code, out = validate(capsys, "template.yaml", "--fix", rules=VISIBILITY)

    assert code == 0
    assert "1 fixed." in out
    assert path.read_bytes() == before + BAD.replace("Timeout: 90", "Timeout: 360").replace("\n", newline).encode()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [each.name for each in folder.iterdir()] == ["template.yaml"]


def test_fix_keeps_to_the_encoding(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = folder / "template.yaml"
    path.write_bytes(BAD.encode("utf-16"))
    validate(capsys, "template.yaml", "--fix", rules=VISIBILITY)

    assert path.read_bytes() == BAD.replace("Timeout: 90", "Timeout: 360").encode("utf-16")


def test_only_safe_fixes_are_applied_unless_asked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = BAD.replace("!Ref Tabel", "{Ref: Job}")
    (folder / "template.yaml").write_text(text)
    validate(capsys, "template.yaml", "--fix", rules=DANGLING)
    assert (folder / "template.yaml").read_text() == text

    validate(capsys, "template.yaml", "--fix", "--unsafe-fixes", rules=DANGLING)
    assert (folder / "template.yaml").read_text() == text.replace("Ref: Job}", "Ref: Jobs}")


def test_diff_writes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out = validate(capsys, "template.yaml", "--fix", "--diff", rules=VISIBILITY)

    assert "-      VisibilityTimeout: 90\n+      VisibilityTimeout: 360\n" in out
    assert (folder / "template.yaml").read_text() == BAD


def test_fix_writes_only_inside_the_workspace(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "ws").mkdir()
    code = run(["validate", "template.yaml", "--fix", "--rules", VISIBILITY, "--workspace", "ws"])

    assert code == 2
    assert "outside the workspace" in capsys.readouterr().err
    assert (folder / "template.yaml").read_text() == BAD


def test_read_only_refuses_to_fix(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["validate", "template.yaml", "--fix", "--rules", VISIBILITY, "--read-only"]) == 2
    assert "--read-only" in capsys.readouterr().err
    assert (folder / "template.yaml").read_text() == BAD


def test_a_file_that_a_template_names_is_shown_with_its_lines(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "template.yaml").write_text(GOOD)
    (folder / "samconfig.toml").write_text("version = 0.1\n[default.deply.parameters]\n")
    _, out = validate(capsys, "template.yaml", rules="samconfig-unknown-key")

    assert "--> samconfig.toml:2:1\n" in out
    assert "2 | [default.deply.parameters]\n" in out
    assert (
        "::warning file=samconfig.toml,line=2"
        in validate(capsys, "template.yaml", "--format", "github", rules="samconfig-unknown-key")[1]
    )


def test_validating_loads_neither_the_protocol_nor_pydantic() -> None:
    code = (
        "import sys; from mcp_server.cli import run; sys.stdout = open('/dev/null', 'w'); "
        f"run(['validate', 'template.yaml', '--rules', '{VISIBILITY}']); sys.stdout = sys.__stdout__; print(' '.join(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path.cwd(),
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )

    assert (
        set(done.stdout.split())
        & {"mcp", "mcp_types", "pydantic", "boto3", "cfnlint", "rich", "samtranslator", "jinja2"}
        == set()
    )


def test_rules_are_listed_from_their_index(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules"]) == 0
    lines = capsys.readouterr().out.splitlines()

    assert [line.split()[0] for line in lines] == list(registry.rules())
    assert all(re.match(r"\S+ +(error|warning|info) ", line) for line in lines)


@pytest.mark.parametrize("name", ["lambda-default-timeout", "LAM003", "lam003", "files-missing-file"])
def test_a_rule_is_explained_by_id_and_alias(capsys: pytest.CaptureFixture[str], name: str) -> None:
    assert run(["rules", name]) == 0
    out = capsys.readouterr().out

    assert out.startswith("# ")
    assert f"`{registry.find(name).id}` · severity " in out
    assert "## Avoid" in out
    assert "\n\n\n" not in out


def test_listing_the_rules_imports_none_of_them() -> None:
    code = "import sys; from mcp_server.cli import run; sys.stdout = open('/dev/null', 'w'); run(['rules']); sys.stdout = sys.__stdout__; print(' '.join(sys.modules))"
    loaded = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ).stdout.split()

    assert not [
        name
        for name in loaded
        if name.startswith(("guidance.rules.", "guidance.file_rules.", "yaml", "argparse", "mcp."))
    ]
