"""The server over a real pipe: nothing but protocol on stdout, everything answered, one Ctrl+C."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from mcp import Client, StdioServerParameters

from mcp_server import NAME, __version__
from tests.samples import answers

COMMAND = [sys.executable, "-m", "mcp_server"]
HELLO = {
    "jsonrpc": "2.0",
    "id": 0,
    "method": "initialize",
    "params": {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}},
}
READY = {"jsonrpc": "2.0", "method": "notifications/initialized"}


def request(number: int, method: str, **params: Any) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": number, "method": method, "params": params}


def answered(
    messages: list[Any], *arguments: str, cwd: Path, code: str | None = None
) -> tuple[list[dict[str, Any]], str]:
    """Send messages as lines, close stdin, and read every line of stdout."""
    lines = "".join(message if isinstance(message, str) else json.dumps(message) + "\n" for message in messages)
    command = [sys.executable, "-c", code, *arguments] if code else [*COMMAND, *arguments]
    done = subprocess.run(command, input=lines, capture_output=True, text=True, cwd=cwd, timeout=60, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()], done.stderr


def test_every_request_is_answered_before_the_end_of_input(tmp_path: Path) -> None:
    calls = [
        request(
            n,
            "tools/call",
            name="scaffold_crud_api",
            arguments=answers("small", "python", "iam", "single") | {"output_dir": f"p{n}"},
        )
        for n in range(1, 51)
    ]
    messages, _ = answered([HELLO, READY, *calls], cwd=tmp_path)

    assert sorted(message["id"] for message in messages) == list(range(51))
    assert not [message for message in messages if "error" in message or message["result"].get("isError")]
    assert len(list(tmp_path.iterdir())) == 50


def test_the_modern_era_needs_no_handshake(tmp_path: Path) -> None:
    meta = {"io.modelcontextprotocol/protocolVersion": "2026-07-28", "io.modelcontextprotocol/clientCapabilities": {}}
    messages, _ = answered(
        [request(1, "tools/list", _meta=meta), request(2, "server/discover", _meta=meta)], cwd=tmp_path
    )
    by_id = {message["id"]: message["result"] for message in messages}

    assert [tool["name"] for tool in by_id[1]["tools"]][:1] == ["scaffold_crud_api"]
    assert by_id[1]["ttlMs"] == 3_600_000
    assert "2026-07-28" in by_id[2]["supportedVersions"]


def test_the_server_says_its_name_and_version(tmp_path: Path) -> None:
    ((hello,), _) = answered([HELLO], cwd=tmp_path)

    assert hello["result"]["serverInfo"]["name"] == NAME
    assert hello["result"]["serverInfo"]["version"] == __version__


def test_a_line_that_is_no_message_does_not_stop_the_rest(tmp_path: Path) -> None:
    messages, _ = answered([HELLO, READY, "{nope\n", "\n", '"text"\n', request(7, "ping")], cwd=tmp_path)

    assert [message["id"] for message in messages if "result" in message] == [0, 7]


NOISY = """
import sys
import mcp_server.tools.scaffold_crud_api as tool
real = tool.deliver
def deliver(*args, **kwargs):
    import os, subprocess, warnings
    print("printed", flush=True)
    os.system("echo from a child")
    os.write(1, b"raw bytes\\n")
    warnings.warn("a warning")
    return real(*args, **kwargs)
tool.deliver = deliver
from mcp_server.cli import run
sys.exit(run([]))
"""


def test_whatever_a_library_prints_stays_off_the_wire(tmp_path: Path) -> None:
    arguments = answers("small", "python", "iam", "single")
    call = request(1, "tools/call", name="scaffold_crud_api", arguments=arguments)
    messages, log = answered([HELLO, READY, call], cwd=tmp_path, code=NOISY)

    assert [message["id"] for message in messages] == [0, 1]
    assert "printed" in log
    assert "from a child" in log
    assert "raw bytes" in log


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_one_signal_ends_it(tmp_path: Path, number: signal.Signals) -> None:
    with subprocess.Popen(
        COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path
    ) as server:
        assert server.stdin
        assert server.stdout
        server.stdin.write(json.dumps(HELLO).encode() + b"\n")
        server.stdin.flush()
        server.stdout.readline()
        server.send_signal(number)
        assert server.wait(timeout=10) in {130, -number}
        assert b"Traceback" not in (server.stderr.read() if server.stderr else b"")


def test_without_input_it_ends_at_once(tmp_path: Path) -> None:
    assert answered([], cwd=tmp_path) == ([], "")


def test_a_setting_that_cannot_be_used_is_said_on_stderr(tmp_path: Path) -> None:
    done = subprocess.run(
        [*COMMAND, "--toolsets", "nope"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
        stdin=subprocess.DEVNULL,
    )

    assert (done.returncode, done.stdout) == (2, "")
    assert "no toolset 'nope'" in done.stderr


@pytest.fixture(params=["auto", "legacy"])
async def client(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Client]:
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    parameters = StdioServerParameters(command=COMMAND[0], args=COMMAND[1:], cwd=tmp_path, env=environment)
    async with Client(parameters, mode=request.param) as connected:
        yield connected


@pytest.mark.anyio
async def test_a_real_client_gets_a_project(client: Client, tmp_path: Path) -> None:
    result = await client.call_tool(
        "scaffold_crud_api", answers("small", "python", "jwt", "per_operation") | {"output_dir": "made"}
    )

    assert not result.is_error
    assert result.structured_content
    assert (tmp_path / "made" / "template.yaml").is_file()
