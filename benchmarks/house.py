"""Start-up, definitions and rendering."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.samples import MATRIX, answers

HELLO = (
    '{"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": {"protocolVersion": "2025-11-25", "capabilities": {},'
    ' "clientInfo": {"name": "bench", "version": "1"}}}\n'
)
READY = '{"jsonrpc": "2.0", "method": "notifications/initialized"}\n'
MINIMAL = """
from mcp.server import MCPServer
server = MCPServer("minimal", version="1", log_level="WARNING")
@server.tool()
def ping(text: str) -> str:
    "Answer with the text."
    return text
server.run()
"""
ROUNDS = 15


def main() -> None:
    """Print the figures of the house."""
    print("Figures of this machine, this run; medians of", ROUNDS, "interleaved rounds\n")
    start_up()
    command_line()
    batch()
    definitions()
    rendering()


def interleaved(sides: dict[str, Callable[[], float]], rounds: int = ROUNDS) -> dict[str, float]:
    """Median seconds of each side, taken in turns so that the machine's moods hit all alike."""
    times: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(rounds):
        for name, run in sides.items():
            times[name].append(run())
    return {name: statistics.median(values) for name, values in times.items()}


def initialized(command: Sequence[str]) -> float:
    """Seconds from start to the answer to `initialize`."""
    began = time.perf_counter()
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as server:
        assert server.stdin
        assert server.stdout
        server.stdin.write(HELLO.encode())
        server.stdin.flush()
        server.stdout.readline()
        took = time.perf_counter() - began
        server.stdin.close()
    return took


def wall(command: Sequence[str]) -> float:
    """Seconds that a command takes."""
    began = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
    return time.perf_counter() - began


def program() -> str:
    """The installed command."""
    return str(Path(sys.executable).with_name("serverless-mcp"))


def start_up() -> None:
    """Time to the `initialize` answer, against a minimal server of the same SDK."""
    found = interleaved(
        {
            "this server": lambda: initialized([program()]),
            "minimal server of the same SDK": lambda: initialized([sys.executable, "-c", MINIMAL]),
        }
    )
    mine, theirs = found.values()
    report("initialize answered", found, f"{mine / theirs:.2f}x (at most 1.15x)")


def command_line() -> None:
    """Short commands, against starting Python."""
    found = interleaved(
        {
            "serverless-mcp --version": lambda: wall([program(), "--version"]),
            "serverless-mcp rules": lambda: wall([program(), "rules"]),
            "serverless-mcp practices": lambda: wall([program(), "practices"]),
            "python -c pass": lambda: wall([sys.executable, "-c", "pass"]),
        }
    )
    base = found["python -c pass"]
    ratios = ", ".join(
        f"{name.split()[-1]} {value / base:.2f}x" for name, value in found.items() if name != "python -c pass"
    )
    report("short commands", found, f"{ratios} (--version and rules under 2.5x)")


def batch() -> None:
    """Fifty requests through a pipe, to the end of input."""
    arguments = answers("small", "python", "cognito", "per_operation")
    calls = "".join(
        json.dumps(
            {
                "jsonrpc": "2.0",
                "id": n,
                "method": "tools/call",
                "params": {"name": "scaffold_crud_api", "arguments": arguments},
            }
        )
        + "\n"
        for n in range(1, 51)
    )

    def run() -> float:
        began = time.perf_counter()
        done = subprocess.run([program()], input=HELLO + READY + calls, capture_output=True, text=True, check=True)
        assert len(done.stdout.splitlines()) == 51
        return time.perf_counter() - began

    found = interleaved(
        {"serverless-mcp < 50 scaffolds": run, "the same with no request": lambda: wall([program()])}, rounds=5
    )
    report("50 requests to the end of input", found, "under 2 s")


def definitions() -> None:
    """Bytes of each tool's definition, as they go over the wire."""
    lines = HELLO + READY + '{"jsonrpc": "2.0", "id": 1, "method": "tools/list"}\n'
    done = subprocess.run([program()], input=lines, capture_output=True, text=True, check=True)
    tools = next(message for message in map(json.loads, done.stdout.splitlines()) if message["id"] == 1)["result"][
        "tools"
    ]

    def size(value: object) -> int:
        return len(json.dumps(value, separators=(",", ":")))

    print("tools/list (at most 3072 bytes a tool with output schema, 1229 of name, description and arguments)")
    for tool in tools:
        lean = {key: tool[key] for key in ("name", "description", "inputSchema")}
        print(f"  {tool['name']:28} {size(tool):6} B with output schema {size(lean):6} B without")
    print()


def rendering() -> None:
    """Rendering one project, warm, and the same written to disk."""
    from mcp_server.workspace import write_project
    from scaffolds import render_project

    cells = [answers(**cell) for cell in MATRIX]
    for cell in cells:
        render_project("crud_api", cell)
    times, writes = [], []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(10 * len(cells)):
            began = time.perf_counter()
            project = render_project("crud_api", cells[number % len(cells)])
            rendered = time.perf_counter()
            write_project(project, f"p{number}", [Path(folder)])
            times.append(rendered - began)
            writes.append(time.perf_counter() - began)
    print("one project (p95 under 60 ms warm)")
    for name, values in (("render", times), ("render and write", writes)):
        cuts = statistics.quantiles(values, n=20)
        print(f"  {name:28} p50 {cuts[9] * 1000:6.1f} ms   p95 {cuts[18] * 1000:6.1f} ms   of {len(values)}")
    print()


def report(title: str, found: dict[str, float], verdict: str) -> None:
    """Print one figure with both sides of its ratio."""
    print(f"{title}: {verdict}")
    for name, value in found.items():
        print(f"  {name:32} {value * 1000:8.1f} ms")
    print()
