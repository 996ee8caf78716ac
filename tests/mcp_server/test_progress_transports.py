"""Progress and cancellation over real pipes and HTTP."""

from __future__ import annotations

import contextlib
import json
import socket
import subprocess
import sys
import threading
import urllib.request
from pathlib import Path
from typing import Any

import anyio
import anyio.to_thread
import pytest
from mcp import Client

from tests.mcp_server.test_stdio import HELLO, READY, request

PATIENCE = 60.0
SERVED = """
import sys, threading
from mcp_server.tools import Caller, validate_template as module
from mcp_server.results import Result
class Done(Result):
    def text(self): return "done"
def validate_template(caller: Caller) -> Done:
    "Work."
    try:
        caller.step(0.5, "half of it")
        caller.progress.wait(3600)
    finally:
        sys.stderr.write("put back\\n")
        sys.stderr.flush()
module.validate_template = validate_template
from mcp_server.cli import run
sys.exit(run(sys.argv[1:]))
"""
CALL = request(1, "tools/call", name="validate_template", arguments={}, _meta={"progressToken": "t"})
MODERN = {"io.modelcontextprotocol/protocolVersion": "2026-07-28", "io.modelcontextprotocol/clientCapabilities": {}}


def serving(cwd: Path, *messages: dict[str, Any], command: tuple[str, ...] = ()) -> subprocess.Popen[str]:
    server = subprocess.Popen(
        [sys.executable, "-c", SERVED, *command],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=cwd,
    )  # fmt: skip
    end = threading.Timer(PATIENCE, server.kill)  # so that what never comes is a failure, and no wait for ever
    end.daemon = True
    end.start()
    say(server, *messages)
    return server


def say(server: subprocess.Popen[str], *messages: dict[str, Any]) -> None:
    assert server.stdin
    for message in messages:
        server.stdin.write(json.dumps(message) + "\n")
    server.stdin.flush()


def heard_from(server: subprocess.Popen[str]) -> dict[str, Any]:
    assert server.stdout
    heard: dict[str, Any] = json.loads(server.stdout.readline())
    return heard


@pytest.mark.parametrize("version", ["2025-11-25", "2026-07-28"])
def test_over_a_pipe_progress_arrives_and_a_cancellation_ends_the_work(tmp_path: Path, version: str) -> None:
    modern = version == "2026-07-28"
    opening: list[dict[str, Any]] = [] if modern else [HELLO, READY]
    call = {**CALL, "params": {**CALL["params"], "_meta": {"progressToken": "t", **(MODERN if modern else {})}}}
    with serving(tmp_path, *opening, call) as server:
        if not modern:
            assert heard_from(server)["id"] == 0
        heard = heard_from(server)
        assert heard["method"] == "notifications/progress"
        told = {key: heard["params"][key] for key in ("progressToken", "progress", "total", "message")}
        assert told == {"progressToken": "t", "progress": 0.5, "total": 1.0, "message": "half of it"}

        say(server, {"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": 1}})
        assert server.stderr
        assert server.stderr.readline() == "put back\n"
        out, log = server.communicate(timeout=PATIENCE)

    assert (out, log, server.returncode) == ("", "", 0)  # a cancelled request is never answered


def test_when_nobody_is_left_to_read_the_answer_the_work_ends(tmp_path: Path) -> None:
    with serving(tmp_path, HELLO, READY, CALL) as server:
        assert heard_from(server)["id"] == 0
        assert heard_from(server)["params"]["message"] == "half of it"
        assert server.stdout
        assert server.stdin
        assert server.stderr
        server.stdout.close()
        server.stdin.close()

        assert server.stderr.readline() == "put back\n"
        server.wait(timeout=PATIENCE)


@pytest.mark.anyio
async def test_over_http_progress_arrives_and_hanging_up_ends_the_work(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    heard = anyio.Event()

    async def hear(progress: float, total: float | None, message: str | None) -> None:
        assert (progress, total, message) == (0.5, 1.0, "half of it")
        heard.set()

    with serving(tmp_path, command=("serve", "--http", "--port", str(port))) as server:
        assert server.stderr
        await anyio.to_thread.run_sync(answering, server, port)
        async with Client(f"http://127.0.0.1:{port}/mcp") as client, anyio.create_task_group() as tasks:

            async def hang_up() -> None:
                await heard.wait()
                tasks.cancel_scope.cancel()

            tasks.start_soon(hang_up)
            await client.call_tool("validate_template", {}, progress_callback=hear)
        assert await anyio.to_thread.run_sync(server.stderr.readline) == "put back\n"
        server.terminate()


def answering(server: subprocess.Popen[str], port: int) -> None:
    """Return when the server answers."""
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz"):
                return
        except OSError:
            with contextlib.suppress(subprocess.TimeoutExpired):
                pytest.fail(f"the server ended with {server.wait(timeout=0.1)}")
