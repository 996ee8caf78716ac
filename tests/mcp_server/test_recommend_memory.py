"""`recommend_memory` as a client meets it: whatever was measured, one answer to act on."""

from __future__ import annotations

import contextlib
import gzip
import json
import math
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from mcp import Client
from mcp.types import ImageContent, TextContent

from guidance.advice.memory.power_tuning import chart_url
from mcp_server.cli import run
from mcp_server.progress import Cancelled, Progress
from mcp_server.server import build_server
from mcp_server.settings import settings
from mcp_server.tools import Caller
from mcp_server.tools.recommend_memory import recommend_memory

pytestmark = pytest.mark.anyio
TWO = [{"memory_mb": 512, "duration_ms": 400, "n": 40}, {"memory_mb": 1024, "duration_ms": 205, "n": 40}]
SIZES = [128, 256, 512, 1024, 1536, 3008]
TIMES = [1700.0, 820.0, 400.0, 205.0, 140.0, 118.0]
COSTS = [ms / 1000 * mb / 1024 * 1.66667e-5 for mb, ms in zip(SIZES, TIMES, strict=True)]


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[Client]:
    async with Client(build_server(settings({"workspace": [str(tmp_path)]}))) as connected:
        yield connected


async def call(client: Client, **arguments: Any) -> tuple[str, Any]:
    result = await client.call_tool("recommend_memory", arguments)
    text = result.content[0]
    assert isinstance(text, TextContent)
    return text.text, None if result.is_error else result.structured_content


def log(sizes: dict[int, float], name: str | None = None, each: int = 40) -> str:
    lines = [
        f"REPORT RequestId: {name}-{mb}-{number}\tDuration: {ms * (1 + number % 5 / 100):.2f} ms\tBilled Duration: 1 ms\t"
        f"Memory Size: {mb} MB\tMax Memory Used: 90 MB\t" + ("" if number else "Init Duration: 9.00 ms\t")
        for mb, ms in sizes.items()
        for number in range(each + 1)
    ]  # fmt: skip
    if name is None:
        return "\n".join(lines)
    return "\n".join(json.dumps({"@log": f"123456789012:/aws/lambda/{name}", "@message": line}) for line in lines)


def measured(data: Any) -> dict[int, float]:
    return {each["memory_mb"]: each["duration_ms"] for each in data["candidates"] if each["basis"] == "measured"}


async def test_two_sizes_give_a_size_and_what_it_costs(client: Client) -> None:
    text, data = await call(client, measurements=TWO, objective="cost", monthly_invocations=1_000_000)

    assert data["status"] == "recommended"
    assert data["recommended_mb"] in SIZES
    assert measured(data) == {512: 400.0, 1024: 205.0}
    by_size = {each["memory_mb"]: each for each in data["candidates"]}
    assert by_size[512]["cost_per_million_usd"] == pytest.approx(0.4 * 0.5 * 16.6667 + 0.2, rel=1e-4)
    assert by_size[512]["monthly_usd"] == pytest.approx(by_size[512]["cost_per_million_usd"], abs=0.01)
    for each in data["candidates"]:
        assert each["duration_low_ms"] <= each["duration_ms"] <= each["duration_high_ms"]
        assert f"| {each['memory_mb']:,} | " in text
    assert f"**{data['recommended_mb']:,} MB** on x86_64" in text
    assert f"MemorySize: {data['recommended_mb']}" in text
    assert f"{data['confidence']:.0%} sure" in text
    assert data["reason"] in text
    assert all(f"Warning: {warning}" in text for warning in data["warnings"])
    assert all(source in text for source in data["sources"])
    assert len(text) / 4 <= 2500
    assert len(json.dumps(data, separators=(",", ":"))) / 4 <= 2500


async def test_one_size_asks_for_another_with_an_input_that_runs(client: Client) -> None:
    text, data = await call(client, measurements=TWO[:1])

    assert data["status"] == "measure_more"
    assert data["recommended_mb"] is None
    assert data["power_tuning_input"]["powerValues"] == [data["next_measurement_mb"]]
    assert text.startswith(f"**Measure {data['next_measurement_mb']:,} MB first.**")
    assert json.loads(text.split("```json\n")[1].split("\n```")[0]) == data["power_tuning_input"]


async def test_a_finished_answer_says_that_more_would_not_pay(client: Client) -> None:
    text, data = await call(client, power_tuning=chart_url(SIZES, TIMES, COSTS))

    assert data["next_measurement_mb"] is None
    assert "next_measurement_mb" in data
    assert "Measuring another size would not pay." in text


async def test_the_same_figures_give_the_same_answer_however_they_come(client: Client, tmp_path: Path) -> None:
    text = log({512: 400.0, 1769: 120.0})
    (tmp_path / "export.log").write_text(text)
    (tmp_path / "export.gz").write_bytes(gzip.compress(text.encode()))
    answers = [await call(client, report_log=given) for given in (text, "export.log", str(tmp_path / "export.gz"))]

    kept = [{key: value for key, value in data.items() if key != "sources"} for _, data in answers]
    assert kept[0] == kept[1] == kept[2]
    assert set(measured(answers[0][1])) == {512, 1769}
    assert [data["sources"][0] for _, data in answers] == [
        "80 warm invocations in the log", "80 warm invocations in `export.log`", "80 warm invocations in `export.gz`",
    ]  # fmt: skip
    assert "2 cold starts were left out: initialisation is another question than memory." in answers[0][1]["warnings"]


@pytest.mark.parametrize("form", ["URL", "object", "text"])
async def test_power_tuning_comes_as_url_object_or_text(client: Client, form: str) -> None:
    output = {"power": 512, "stateMachine": {"visualization": chart_url(SIZES, TIMES, [0.8 * usd for usd in COSTS])}}
    given = {"URL": output["stateMachine"]["visualization"], "object": output, "text": json.dumps(output)}[form]  # type: ignore[index]
    _, data = await call(client, power_tuning=given)

    assert measured(data) == pytest.approx(dict(zip(SIZES, TIMES, strict=True)), rel=1e-4)
    assert data["architecture"] == "arm64"  # by its prices
    assert data["sources"][0] == "Power Tuning at 6 sizes"


async def test_sources_add_up(client: Client) -> None:
    _, data = await call(
        client, measurements=TWO, report_log=log({1769: 120.0}), power_tuning=chart_url([256], [810.0], [1e-6])
    )

    assert sorted(measured(data)) == [256, 512, 1024, 1769]
    assert [source.split(" ")[0] for source in data["sources"]] == ["2", "40", "Power", "prices"]


async def test_a_mixed_log_is_refused_until_one_function_is_named(client: Client) -> None:
    text = "\n".join([log({512: 400.0, 1769: 120.0}, "orders"), log({256: 9.0}, "mail")])
    said, data = await call(client, report_log=text)
    _, chosen = await call(client, report_log=text, function_name="orders")

    assert data is None
    assert said.startswith("The log holds 2 functions: orders (82 invocations), mail (41 invocations).")
    assert sorted(measured(chosen)) == [512, 1769]


async def test_objectives_choose_differently(client: Client) -> None:
    url = chart_url(SIZES, TIMES, COSTS)
    chosen = {
        objective: (await call(client, power_tuning=url, objective=objective))[1]["recommended_mb"]
        for objective in ("cost", "speed")
    }
    weighted = {
        weight: (await call(client, power_tuning=url, balance=weight))[1]["recommended_mb"] for weight in (0, 1)
    }

    assert chosen["speed"] == weighted[0] == 3008
    assert chosen["cost"] == weighted[1]
    assert chosen["cost"] < 3008


async def test_limits_rule_sizes_out_and_say_why(client: Client) -> None:
    text, data = await call(client, power_tuning=chart_url(SIZES, TIMES, COSTS), objective="cost", max_latency_ms=150)

    ruled_out = {each["memory_mb"]: each["why_not"] for each in data["candidates"] if not each["feasible"]}
    assert set(ruled_out) == {128, 256, 512, 1024}
    assert data["recommended_mb"] == 1536
    assert all(why in text for why in ruled_out.values())


async def test_a_picture_comes_when_it_is_asked_for(client: Client) -> None:
    result = await client.call_tool("recommend_memory", {"measurements": TWO, "chart": True})
    plain = await client.call_tool("recommend_memory", {"measurements": TWO})

    picture = result.content[1]
    assert isinstance(picture, ImageContent)
    assert picture.mime_type == "image/png"
    assert picture.data.startswith("iVBORw0KGgo")
    assert result.structured_content == plain.structured_content
    assert len(plain.content) == 1


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({}, "Pass `measurements`, `report_log`, `power_tuning` or `function_name`"),
        ({"measurements": []}, "Pass `measurements`, `report_log`, `power_tuning` or `function_name`"),
        ({"measurements": [{"memory_mb": 512}]}, "512 MB has neither durations_ms nor duration_ms"),
        ({"measurements": [{"memory_mb": 512, "duration": 4}]}, "measurements[0].duration: there is no such argument; did you mean 'duration_ms'?"),
        ({"measurements": [{"memory_mb": 64, "duration_ms": 4}]}, "64"),
        ({"measurements": [{"memory_mb": 40_000, "duration_ms": 4}]}, "40,000"),
        ({"measurements": [{"memory_mb": 512, "duration_ms": 0}]}, "512 MB"),
        ({"measurements": [{"memory_mb": 512, "duration_ms": -4}]}, "512 MB"),
        ({"measurements": [{"memory_mb": 512, "durations_ms": [5, math.nan, 5, 5, 5]}]}, "measurements[0].durations_ms[1]: Input should be a valid number"),
        ({"measurements": [{"memory_mb": 512, "durations_ms": [5, 1e18, 5, 5, 5]}]}, "512 MB"),
        ({"measurements": [{"memory_mb": 512, "durations_ms": [5, 6]}]}, "512 MB"),
        ({"measurements": TWO, "max_latency_ms": 0.5}, "max_latency_ms"),
        ({"measurements": TWO, "max_latency_ms": 200, "max_cost_per_million_usd": 0.3}, "max_"),
        ({"measurements": TWO, "architecture": "arm"}, "architecture: 'arm' is none; there are x86_64 and arm64"),
        ({"measurements": TWO, "balance": 2}, "balance"),
        ({"measurements": TWO, "objective": "cheap"}, "objective: Input should be 'cost', 'speed' or 'balanced'"),
        ({"report_log": "missing.log"}, "report_log: 'missing.log' is neither a log (it has no line `REPORT RequestId: ...`) nor a file"),
        ({"report_log": "../secret.log"}, "report_log: '../secret.log' is outside the workspace"),
        ({"report_log": "/etc/passwd"}, "is outside the workspace"),
        ({"report_log": " "}, "report_log: is empty"),
        ({"report_log": "hello\nworld\n"}, "The log has no report line"),
        ({"report_log": "REPORT RequestId: 1\tDuration: 1"}, "cut (1)"),
        ({"power_tuning": "https://example.com/x"}, "neither Power Tuning's JSON nor the URL of its chart"),
        ({"function_name": "orders"}, "No region is set: pass `region`"),
        ({"power_tunning": "x"}, "power_tunning: there is no such argument; did you mean 'power_tuning'?"),
    ],
)  # fmt: skip
async def test_bad_input_is_one_sentence_that_says_what_to_do(
    client: Client, arguments: dict[str, Any], says: str
) -> None:
    text, data = await call(client, **arguments)

    assert data is None
    assert says in text
    assert len(text) < 700
    assert not re.search(r"pydantic|Traceback|Internal error|Error executing", text)


async def test_a_broken_gzip_is_told(client: Client, tmp_path: Path) -> None:
    (tmp_path / "cut.gz").write_bytes(gzip.compress(log({512: 4.0}).encode())[:80])

    assert "report_log: 'cut.gz' cannot be read" in (await call(client, report_log="cut.gz"))[0]


async def test_a_link_out_of_the_workspace_is_not_followed(client: Client, tmp_path: Path) -> None:
    (tmp_path / "link.log").symlink_to("/etc/passwd")

    assert "is outside the workspace" in (await call(client, report_log="link.log"))[0]


def test_the_shell_has_the_same_tool(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["call", "recommend_memory", json.dumps({"measurements": TWO})]) == 0
    assert measured(json.loads(capsys.readouterr().out)) == {512: 400.0, 1024: 205.0}
    assert run(["call", "recommend_memory", "{}"]) == 1
    assert "Pass `measurements`" in capsys.readouterr().err


def test_a_terminal_has_the_picture_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["call", "recommend_memory", json.dumps({"measurements": TWO, "chart": True}), "--text"]) == 0

    said = capsys.readouterr().out
    chosen = said.split(" MB**")[0].removeprefix("**")
    picture = said.split("```text\n")[1].split("```")[0].splitlines()
    assert picture[0].split() == ["MB", "duration", "ms", "$", "a", "million"]
    assert [line.split()[0] for line in picture[1:-1] if line[9:12] == " * "] == ["512", "1,024"]
    assert [line.split()[1] for line in picture[1:-1] if line.startswith(" > ")] == [chosen]


def test_a_long_log_tells_how_far_it_is_read_and_can_be_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mcp_server.progress.INTERVAL_SECONDS", 0)
    monkeypatch.setattr("mcp_server.memory_sources._BLOCK", 1000)
    tmp_path.joinpath("report.log").write_text(log({512: 400.0, 1024: 205.0}))
    tmp_path.joinpath("report.log.gz").write_bytes(gzip.compress(log({512: 400.0, 1024: 205.0}).encode()))
    heard: list[float] = []

    def hear(done: float, doing: str) -> None:
        assert doing.startswith("reading report.log")
        heard.append(done)
        if len(heard) == 3 and not name.endswith(".gz"):
            progress.cancel()

    for name, ends in (("report.log", 3), ("report.log.gz", 1)):
        heard.clear()
        progress = Progress(hear)
        caller = Caller(settings({"workspace": [str(tmp_path)]}), progress)
        with pytest.raises(Cancelled) if name == "report.log" else contextlib.nullcontext():
            recommend_memory(caller, report_log=name)
        assert len(heard) >= ends
        assert heard == sorted(heard)
        assert (heard[-1] == 1) is name.endswith(".gz")
