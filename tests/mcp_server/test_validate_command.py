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
DURABLE = """\
from aws_durable_execution_sdk_python import DurableContext, durable_execution
from notes import note


@durable_execution
def handler(event: dict, context: DurableContext) -> str:
    note(context, "packing")
    print("one"); print("two")
    return context.step(lambda _: "done", name="finish")
"""
NOTES = """\
def note(context, text):
    print(text)
"""
SCRIPT = """\
import { withDurableExecution, type DurableContext } from "@aws/durable-execution-sdk-js";

export const handler = withDurableExecution(async (event: { id: string }, context: DurableContext) => {
  context.step("finish", async () => "done");
  return "ok";
});
"""
LOG, UNAWAITED = "durable-plain-logging", "durable-missing-await"
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


@pytest.fixture
def code(folder: Path) -> Path:
    write(folder, {"src/app.py": DURABLE, "src/notes.py": NOTES, "src/app.ts": SCRIPT})
    return folder


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


def test_durable_code_is_checked_beside_templates(code: Path, capsys: pytest.CaptureFixture[str]) -> None:
    exit_code, out = validate(capsys, ".", rules=f"{VISIBILITY},{LOG},{UNAWAITED}")

    assert exit_code == 1
    assert "\n --> src/app.py:8:5\n  |\n" in out
    assert '\n8 |     print("one"); print("two")\n' in out
    assert "\n --> src/notes.py:2:5\n" in out
    assert f"error[{UNAWAITED}]: " in out
    assert "\n --> src/app.ts:4:3\n" in out
    assert "1 error, 4 warnings in 1 template and 3 files of code.\n" in out


def test_json_has_one_file_for_each_that_findings_are_in(code: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out = validate(capsys, "src/app.py", "src/app.ts", "--format", "json", rules=f"{LOG},{UNAWAITED}")
    files = {file["path"]: file for file in json.loads(out)["files"]}

    found = {path: [(each["rule_id"], each["line"]) for each in file["findings"]] for path, file in files.items()}
    assert found == {
        "src/app.py": [(LOG, 8), (LOG, 8)],
        "src/notes.py": [(LOG, 2)],
        "src/app.ts": [(UNAWAITED, 4)],
    }
    assert [file["handlers"] for file in files.values()] == [1, 0, 1]
    assert not files["src/app.ts"]["valid"]


@pytest.mark.node
def test_sarif_describes_the_rules_over_code(code: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (code / "broken.py").write_text(DURABLE + "def x(:\n")
    (run_,) = sarif(capsys, ".", rules=None)["runs"]
    rules = {rule["id"]: rule for rule in run_["tool"]["driver"]["rules"]}

    assert rules[LOG]["properties"]["aliases"] == ["DF011"]
    assert rules[LOG]["help"]["markdown"].startswith("# ")
    assert rules["code-unreadable"]["shortDescription"] == {"text": "Not code that can be read"}
    prints = [json.dumps(result["partialFingerprints"]) for result in run_["results"]]
    assert len(set(prints)) == len(prints)
    where = {result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in run_["results"]}
    assert where >= {"src/app.py", "src/notes.py", "src/app.ts", "broken.py", "template.yaml"}
    assert any("fixes" in result for result in run_["results"] if result["ruleId"] == LOG)


def test_a_fingerprint_of_code_outlives_lines_above_it(code: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def prints() -> set[str]:
        _, out = validate(capsys, "src/app.py", "--format", "sarif", rules=LOG)
        return {each["partialFingerprints"]["serverlessPractices/v1"] for each in json.loads(out)["runs"][0]["results"]}

    before = prints()
    (code / "src" / "app.py").write_text("# a line more\n" + DURABLE)

    assert len(before) == 3
    assert prints() == before


def test_github_annotations_stand_on_lines_of_code(code: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out = validate(capsys, "src", "--format", "github", rules=f"{LOG},{UNAWAITED}")

    assert f"::warning file=src/notes.py,line=2,endLine=2,col=5,title={LOG}::print writes" in out
    assert f"::error file=src/app.ts,line=4,endLine=4,col=3,title={UNAWAITED}::" in out


def test_what_a_folder_has_besides_is_not_looked_at(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(
        folder,
        {
            "app/plain.py": "def x(:\n",
            "app/mentions.py": "# durable_execution is for later\nprint(1)\n",
            "app/node_modules/x/app.ts": SCRIPT,
            "app/dist/app.js": SCRIPT,
            "app/.venv/x.py": DURABLE,
            "app/web/app.min.js": SCRIPT,
        },
    )

    assert run(["validate", "app"]) == 2
    assert "There is no template in app, and no durable code." in capsys.readouterr().err


def test_named_code_that_is_not_durable_is_passed_over(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, {"plain.py": "def x(:\n", "other.py": "", "mentions.py": "# durable_execution\n"})
    code, out = validate(capsys, "plain.py", "other.py", "mentions.py", rules=LOG)

    assert code == 0
    assert "Not checked, plain.py and 1 more: it does not use the durable execution SDK.\n" in out
    assert "mentions.py has no durable handler.\n" in out


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [("broken.py", DURABLE + "def x(:\n", "This is not Python"), ("missing.py", None, "does not exist")],
)
def test_code_that_cannot_be_read_exits_with_2(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str, text: str | None, says: str
) -> None:
    if text is not None:
        write(folder, {name: text})
    for format_ in ("text", "json", "sarif", "github"):
        code, out = validate(capsys, name, "template.yaml", "--format", format_, rules=VISIBILITY)

        assert code == 2
        assert says in out
        assert VISIBILITY in out


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--rules", LOG], 0),
        (["--rules", LOG, "--fail-on", "warning"], 1),
        (["--rules", UNAWAITED], 1),
        (["--rules", UNAWAITED, "--fail-on", "never"], 0),
        (["--rules", f"{LOG},{UNAWAITED}", "--exclude-rules", "DF007,E1020"], 0),
        (["--rules", "durable-plain-loging"], 2),
    ],
)
def test_the_exit_code_says_how_bad_the_code_is(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int
) -> None:
    write(folder, {"src/app.py": DURABLE, "src/notes.py": NOTES, "src/app.ts": SCRIPT})

    assert run(["validate", "src", *arguments]) == code
    assert bool(capsys.readouterr().err) is (code == 2)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_code_is_fixed_where_it_stands_and_in_what_it_imports(
    code: Path, capsys: pytest.CaptureFixture[str], newline: str
) -> None:
    (code / "src" / "app.py").write_bytes(b"\xef\xbb\xbf" + DURABLE.replace("\n", newline).encode())
    exit_code, out = validate(capsys, "src", "--fix", "--unsafe-fixes", rules=f"{LOG},{UNAWAITED}")

    fixed = DURABLE.replace("print(", "context.logger.info(").replace("\n", newline).encode()
    assert exit_code == 0
    assert "No findings in 3 files of code.\n4 fixed.\n" in out
    assert (code / "src" / "app.py").read_bytes() == b"\xef\xbb\xbf" + fixed
    assert (code / "src" / "notes.py").read_text() == NOTES.replace("print(", "context.logger.info(")
    assert (code / "src" / "app.ts").read_text() == SCRIPT.replace("  context.step", "  await context.step")


def test_the_diff_of_code_is_shown_once_and_not_written(code: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(code, {"src/second.py": DURABLE})
    _, out = validate(capsys, "src", "--fix", "--unsafe-fixes", "--diff", rules=LOG)

    assert out.count("--- a/src/notes.py\n") == 1
    assert out.count("+    context.logger.info(text)\n") == 1
    assert "--- a/src/second.py\n" in out
    assert (code / "src" / "notes.py").read_text() == NOTES


def test_fixes_of_code_that_may_change_behaviour_wait_to_be_asked_for(
    code: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, out = validate(capsys, "src", "--fix", rules=LOG)

    assert "4 can be fixed" not in out
    assert "3 can be fixed with --fix --unsafe-fixes" in out
    assert (code / "src" / "app.py").read_text() == DURABLE


def test_code_is_fixed_only_inside_the_workspace(code: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (code / "ws").mkdir()
    arguments = ["src/app.py", "--fix", "--unsafe-fixes", "--rules", LOG]

    assert run(["validate", *arguments, "--workspace", "ws"]) == 2
    assert "outside the workspace" in capsys.readouterr().err
    assert run(["validate", *arguments, "--read-only"]) == 2
    assert "--read-only" in capsys.readouterr().err
    assert (code / "src" / "app.py").read_text() == DURABLE


def test_validating_loads_neither_the_protocol_nor_pydantic(folder: Path) -> None:
    (folder / "app.py").write_text(DURABLE)
    code = (
        "import sys; from mcp_server.cli import run; sys.stdout = open('/dev/null', 'w'); "
        f"run(['validate', '.', '--rules', '{VISIBILITY},{LOG}']); sys.stdout = sys.__stdout__; print(' '.join(sys.modules))"
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
        & {"mcp", "mcp_types", "pydantic", "boto3", "cfnlint", "rich", "samtranslator", "jinja2", "tree_sitter"}
        == set()
    )


def test_rules_are_listed_from_their_index(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules"]) == 0
    lines = capsys.readouterr().out.splitlines()

    assert [line.split()[0] for line in lines] == list(registry.rules())
    assert all(re.match(r"\S+ +(error|warning|info) ", line) for line in lines)


@pytest.mark.parametrize("name", ["lambda-default-timeout", "LAM003", "lam003", "files-missing-file", "DF001"])
def test_a_rule_is_explained_by_id_and_alias(capsys: pytest.CaptureFixture[str], name: str) -> None:
    assert run(["rules", name]) == 0
    out = capsys.readouterr().out

    assert out.startswith("# ")
    assert f"`{registry.find(name).id}` · severity " in out
    assert "## Avoid" in out
    assert "\n\n\n" not in re.sub(r"```.*?```", "code", out, flags=re.DOTALL)


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
        if name.startswith(
            ("guidance.rules.", "guidance.file_rules.", "guidance.code_rules.", "yaml", "argparse", "mcp.")
        )
    ]
