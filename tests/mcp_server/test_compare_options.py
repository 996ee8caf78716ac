"""`compare_options` as a client meets it: figures in, a ranking with its arithmetic out."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from mcp import Client
from mcp.types import TextContent

from guidance.advice.options import decisions
from mcp_server.cli import run
from mcp_server.server import build_server
from mcp_server.settings import settings

pytestmark = pytest.mark.anyio


@pytest.fixture
async def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Client]:
    monkeypatch.delenv("AWS_REGION", raising=False)
    monkeypatch.delenv("AWS_DEFAULT_REGION", raising=False)
    async with Client(build_server(settings({"workspace": [str(tmp_path)]}))) as connected:
        yield connected


async def call(client: Client, **arguments: Any) -> tuple[str, Any]:
    result = await client.call_tool("compare_options", arguments)
    (text,) = result.content
    assert isinstance(text, TextContent)
    return text.text, None if result.is_error else result.structured_content


async def test_the_worked_example_of_cns211(client: Client) -> None:
    text, data = await call(client, decision="compute", figures={"fleet_usd": 8.5, "fleet_utilisation": 0.06})

    assert [(each["name"], round(each["usd"], 2)) for each in data["options"]] == [
        ("managed_instances", 2.36),
        ("fleet_packed", 5.67),
        ("fleet_as_is", 8.5),
    ]
    assert "$0.51 / 0.249 busy = $2.05" in text
    assert "`fleet_utilisation` above 0.2165: The EC2 fleet as it is comes first" in text
    assert "$ for the time that fleet_usd is for" in text


async def test_a_function_is_weighed_against_instances_and_containers(client: Client) -> None:
    figures = {"requests_per_second": 200, "duration_ms": 80, "memory_mb": 512, "cpu_ms": 20, "architecture": "arm64"}
    text, data = await call(client, decision="compute", figures=figures)

    by_name = {each["name"]: each for each in data["options"]}
    invocations = 200 * 730 * 3600
    assert by_name["on_demand"]["usd"] == pytest.approx(invocations * (0.08 * 0.5 * 1.33334e-5 + 2e-7), rel=1e-6)
    vcpus = 200 * 0.02 / 0.5
    assert by_name["managed_instances"]["usd"] == pytest.approx(vcpus * 730 * 0.03625 * 1.15 + invocations * 2e-7)
    assert by_name["fargate"]["usd"] == pytest.approx(vcpus * 730 * (0.03238 + 2 * 0.00356))
    assert data["given"] == figures
    assert {each["figure"] for each in data["assumed"]} >= {"utilisation", "peak_to_mean", "event_driven"}
    assert f"**{by_name[data['recommended']]['title']}.**" in text


@pytest.mark.parametrize("decision", decisions())
async def test_without_figures_it_names_those_it_takes(client: Client, decision: str) -> None:
    text, data = await call(client, decision=decision)

    assert data["given"] == {}
    assert data["assumed"]
    assert all(f"`{each['figure']}` " in text for each in data["assumed"])
    assert "Assumed, pass in `figures` to change: " in text
    assert len(text.encode()) / 4 < 1200
    assert len(json.dumps(data, separators=(",", ":"))) / 4 < 1250
    assert data["options"][0]["name"] == data["recommended"]
    assert all(re.search(rf"\| {re.escape(each['title'])} \|", text) for each in data["options"])


async def test_the_limit_that_rules_an_option_out_is_told_with_its_source(client: Client) -> None:
    text, data = await call(client, decision="workflow_type", figures={"duration_seconds": 3600})

    assert "| Express | 1,125.15 | ruled out: an Express execution ends after 300 s, and this takes 3,600 s |" in text
    assert "step_functions.express.duration.maximum is 300 seconds" in text
    express = next(each for each in data["options"] if each["name"] == "express")
    assert express["limit"] == "step_functions.express.duration.maximum"


async def test_nothing_fits_is_an_answer(client: Client) -> None:
    text, data = await call(client, decision="concurrency_limit", figures={"messages_per_second": 1_000_000})

    assert data["recommended"] is None
    assert "**Nothing fits.** Every option breaks a limit" in text
    assert all(not each["feasible"] for each in data["options"])


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"decision": "database"}, "There is no decision 'database'"),
        ({"decision": "messages"}, "did you mean 'messaging'?"),
        ({}, "decision: is missing"),
        ({"decision": "logging", "figures": {"monthly_gbs": 5}}, "did you mean 'monthly_gb'?"),
        ({"decision": "logging", "figures": {"monthly_gb": -5}}, "figures.monthly_gb is more than 0"),
        ({"decision": "logging", "figures": {"debug_share": 2}}, "figures.debug_share is at least 0 and at most 1"),
        ({"decision": "logging", "figures": {"monthly_gb": [1]}}, "figures.monthly_gb is a number (GB a month)"),
        ({"decision": "logging", "figures": {"a" * 5000: 1}}, "logging has no such figure"),
        ({"decision": "logging", "figures": 5}, "figures: Input should be a valid dictionary"),
        ({"decision": "logging", "volume": 5}, "volume: there is no such argument"),
        ({"decision": "logging", "region": "moon"}, "The region is a name such as us-east-1"),
        ({"decision": "tenancy", "figures": {"duration_ms": 1e6}}, "no invocation of a function on demand runs longer"),
    ],
)
async def test_a_wrong_call_is_told_what_is_allowed(client: Client, arguments: dict[str, Any], says: str) -> None:
    text, data = await call(client, **arguments)

    assert data is None
    assert says in text
    assert len(text) < 500
    assert not re.search(r"Traceback|pydantic|Error executing", text)


async def test_prices_of_the_runs_own_region_count(tmp_path: Path) -> None:
    async with Client(build_server(settings({"region": "eu-central-1", "workspace": [str(tmp_path)]}))) as connected:
        text, data = await call(connected, decision="agent_runtime", figures={"architecture": "x86_64"})

    assert data["region"] == "eu-central-1"
    assert "AWS Fargate, Linux, eu-central-1, 2026-11-27" in text
    assert "Warning: Prices in eu-central-1 are not known here for Amazon Bedrock AgentCore Runtime" in text


async def test_read_only_allows_it() -> None:
    async with Client(build_server(settings({"read_only": True}))) as connected:
        (tool,) = (each for each in (await connected.list_tools()).tools if each.name == "compare_options")

    assert tool.annotations is not None
    assert (tool.annotations.read_only_hint, tool.annotations.open_world_hint) == (True, False)
    assert tool.input_schema["properties"]["decision"]["enum"] == list(decisions())


def test_the_command_line_says_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["call", "compare_options", '{"decision": "cold_start", "figures": {"init_ms": 3000}}']) == 0
    assert json.loads(capsys.readouterr().out)["decision"] == "cold_start"
