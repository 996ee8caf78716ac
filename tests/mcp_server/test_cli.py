"""The command line: what it prints, where, and with which exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from mcp_server import __version__
from mcp_server.cli import run
from mcp_server.clients import client
from mcp_server.settings import DEFAULT_TOOLSETS, SettingsError, settings
from mcp_server.tools import TOOLS
from tests.samples import answers

ARGUMENTS = json.dumps(answers("small", "python", "iam", "single") | {"output_dir": "made"})


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def shell(*arguments: str, text: str = "") -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "mcp_server", *arguments], input=text, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout, done.stderr


def test_the_version_is_told() -> None:
    assert shell("--version") == (0, f"serverless-mcp {__version__}\n", "")


@pytest.mark.parametrize("arguments", [("call", "scaffold_crud_api", ARGUMENTS), ("call", "scaffold_crud_api", "-")])
def test_a_tool_is_called_with_json_from_the_line_or_stdin(folder: Path, arguments: tuple[str, ...]) -> None:
    code, out, err = shell(*arguments, text=ARGUMENTS)

    assert (code, err) == (0, "")
    assert json.loads(out)["output_dir"] == (folder / "made").as_posix()
    assert (folder / "made" / "template.yaml").is_file()


@pytest.mark.parametrize("place", [0, 1, 2, 3])
def test_flags_stand_before_after_and_among_the_words(capsys: pytest.CaptureFixture[str], place: int) -> None:
    words = ["call", "scaffold_crud_api", ARGUMENTS]
    code = run([*words[:place], "--read-only", *words[place:]])

    assert code == 1
    assert "--read-only" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["call", "scaffold_crud_api", "{}"], 1, "project_name: is missing; resource: is missing."),
        (["call", "scaffold_crud_api", "{"], 2, "not JSON"),
        (["call", "scaffold_crud_api", "[]"], 2, "one JSON object"),
        (["call", "nope", "{}"], 2, "There is no tool 'nope'"),
        (["tools", "--toolsets", "nope"], 2, "There is no toolset 'nope'"),
        (["tools", "--tools", "nope"], 2, "There is no tool 'nope'"),
        (["tools", "--workspace", "missing"], 2, "is not a folder"),
        (["practices", "XYZ-99"], 1, "There is no practice 'XYZ-99'"),
        (["rules", "nope"], 1, "no rule 'nope'"),
    ],
)
def test_a_failure_is_one_sentence_on_stderr(
    capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, says: str
) -> None:
    assert run(arguments) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert says in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("arguments", [["nope"], ["call"], ["setup", "emacs"], ["tools", "--nope"], ["--work", "."]])
def test_wrong_usage_exits_with_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as error:
        run(arguments)

    assert error.value.code == 2


@pytest.mark.parametrize("arguments", [["--help"], ["call", "--help"], ["practices", "-h"]])
def test_help_is_printed(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as error:
        run(arguments)

    assert error.value.code == 0
    assert "usage: serverless-mcp" in capsys.readouterr().out


def test_tools_are_listed_for_people_and_machines(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["tools"]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == [spec.name for spec in TOOLS]

    assert run(["tools", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    for tool in listed:
        snapshot = json.loads((Path(__file__).parent / "snapshots" / f"{tool['name']}.json").read_text("utf-8"))
        assert {key: tool[key] for key in ("description", "inputSchema", "outputSchema")} == {
            key: snapshot[key] for key in ("description", "inputSchema", "outputSchema")
        }


def test_practices_are_listed_and_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["practices"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 280

    assert run(["practices", "CRUD-01"]) == 0
    assert capsys.readouterr().out.startswith("# CRUD-01: ")


def test_a_reader_who_leaves_early_is_no_error() -> None:
    command = f"{sys.executable} -m mcp_server practices | head -1"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")


CLIENTS = ["claude-code", "claude-desktop", "cursor", "kiro", "vscode"]


@pytest.mark.parametrize("name", CLIENTS)
def test_a_clients_configuration_starts_this_very_server(capsys: pytest.CaptureFixture[str], name: str) -> None:
    assert run(["setup", name]) == 0
    out, err = capsys.readouterr()
    (entry,) = json.loads(out)[client(name).key].values()
    hello = '{"jsonrpc": "2.0", "id": 1, "method": "ping"}\n'
    done = subprocess.run([entry["command"], *entry["args"]], input=hello, capture_output=True, text=True, check=True)

    assert json.loads(done.stdout)["id"] == 1
    assert client(name).file.name in err


@pytest.mark.parametrize("name", CLIENTS)
def test_setup_writes_into_what_is_there(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, folder: Path, name: str
) -> None:
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder / "config"))
    path, key = client(name).file, client(name).key
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"other": 1, key: {"mine": {"command": "x"}}}))

    assert run(["setup", name, "--write"]) == 0
    assert "is now in" in capsys.readouterr().out
    assert run(["setup", name, "--write"]) == 0
    assert "is already in" in capsys.readouterr().out
    written = json.loads(path.read_text())
    assert written["other"] == 1
    assert set(written[key]) == {"mine", "serverless-practices"}


@pytest.mark.parametrize("text", ["{", "[]", '{"mcpServers": 1}', "// comment\n{}"])
def test_setup_leaves_alone_what_it_cannot_read(capsys: pytest.CaptureFixture[str], folder: Path, text: str) -> None:
    (folder / ".mcp.json").write_text(text)

    assert run(["setup", "claude-code", "--write"]) == 1
    assert "left as it is" in capsys.readouterr().err
    assert (folder / ".mcp.json").read_text() == text


def test_doctor_says_what_is_missing_and_what_to_do(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    assert run(["doctor"]) == 0
    lines = {line[6:].split("  ")[0].strip(): line for line in capsys.readouterr().out.splitlines()}

    assert set(lines) == {"server", "workspace", "region", "credentials", "SAM CLI", "Node.js", "Docker"}
    assert lines["server"].startswith("ok")
    assert all(lines[name].startswith("note") for name in ("region", "credentials", "SAM CLI", "Node.js", "Docker"))
    assert "AWS_REGION" in lines["region"]


def test_doctor_names_a_profile_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctor", "--profile", "ghost", "--region", "eu-west-1"]) == 0

    assert "no profile 'ghost'" in capsys.readouterr().out


def test_doctor_asks_aws_who_is_calling(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    from moto.server import ThreadedMotoServer

    aws = ThreadedMotoServer(port=0, verbose=False)
    aws.start()
    try:
        host, port = aws.get_host_and_port()
        for name, value in {
            "AWS_ENDPOINT_URL": f"http://{host}:{port}",
            "AWS_ACCESS_KEY_ID": "k",
            "AWS_SECRET_ACCESS_KEY": "s",
            "AWS_REGION": "eu-west-1",
        }.items():
            monkeypatch.setenv(name, value)
        assert run(["doctor"]) == 0
    finally:
        aws.stop()

    out = capsys.readouterr().out
    assert "arn:aws:sts::123456789012" in out
    assert "eu-west-1" in out


@pytest.mark.parametrize("name", ["read_only", "allow_write", "allow_sensitive_data_access"])
@pytest.mark.parametrize(
    ("word", "value"), [("true", True), ("1", True), ("false", False), ("", False), ("off", False)]
)
def test_switches_have_twins_in_the_environment(name: str, word: str, value: bool) -> None:
    assert getattr(settings({}, {f"SERVERLESS_MCP_{name.upper()}": word}), name) is value


def test_other_flags_have_twins_too_and_flags_win(folder: Path) -> None:
    (folder / "a").mkdir()
    (folder / "b").mkdir()
    environment = {
        "SERVERLESS_MCP_TOOLSETS": "learn, build",
        "SERVERLESS_MCP_TOOLS": "scaffold_crud_api",
        "SERVERLESS_MCP_EXCLUDE_TOOLS": "x",
        "SERVERLESS_MCP_WORKSPACE": os.pathsep.join(["a", "b"]),
        "SERVERLESS_MCP_REGION": "eu-west-1",
        "SERVERLESS_MCP_PROFILE": "dev",
    }
    found = settings({"region": "us-east-1"}, environment)

    assert (found.toolsets, found.tools, found.exclude_tools) == (("learn", "build"), ("scaffold_crud_api",), ("x",))
    assert found.workspaces == (folder / "a", folder / "b")
    assert (found.region, found.profile) == ("us-east-1", "dev")
    assert settings({}, {}).toolsets == DEFAULT_TOOLSETS


def test_a_switch_with_another_word_is_an_error() -> None:
    with pytest.raises(SettingsError, match="SERVERLESS_MCP_READ_ONLY is 'maybe'; write true or false"):
        settings({}, {"SERVERLESS_MCP_READ_ONLY": "maybe"})
