"""`scaffold_event_consumer` as a client meets it: in memory, over both protocol eras."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from mcp import Client
from mcp.types import TextContent

from guidance import practices
from mcp_server.server import build_server
from mcp_server.settings import settings
from scaffolds import render_project
from tests.samples_consumers import consumer

pytestmark = pytest.mark.anyio


@pytest.fixture(params=["auto", "legacy"])
async def client(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Client]:
    async with Client(build_server(settings({"workspace": [str(tmp_path)]})), mode=request.param) as connected:
        yield connected


async def call(client: Client, arguments: dict[str, Any]) -> tuple[str, Any]:
    result = await client.call_tool("scaffold_event_consumer", arguments)
    (block,) = result.content
    assert isinstance(block, TextContent)
    return block.text, None if result.is_error else result.structured_content


@pytest.mark.parametrize("source", ["sqs", "msk"])
async def test_a_consumer_is_written_as_the_library_renders_it(client: Client, source: str, tmp_path: Path) -> None:
    arguments = consumer(f"{source}_filtered", "python")
    text, data = await call(client, {**arguments, "output_dir": "intake"})
    project = render_project("event_consumer", arguments)

    assert data["output_dir"] == (tmp_path / "intake").as_posix()
    assert {file["path"] for file in data["files"]} == {file.path for file in project.files}
    for file in project.files:
        assert (tmp_path / "intake" / file.path).read_bytes() == file.data
    assert data["warnings"] == list(project.warnings)
    assert {each["id"] for each in data["practices"]} <= set(practices())
    for expected in ("src/processing.py", "make lint test", "IDM-05", *data["warnings"]):
        assert expected in text
    assert len(text) / 4 <= 2500
    assert len(json.dumps(data, separators=(",", ":"))) / 4 <= 2500


async def test_without_a_folder_the_contents_come_back(client: Client, tmp_path: Path) -> None:
    text, data = await call(client, {"project_name": "orders", "source": "kinesis", "language": "typescript"})

    assert list(tmp_path.iterdir()) == []
    given = {file["path"]: file["content"] for file in data["files"] if "content" in file}
    assert {"template.yaml", "src/processing.ts"} <= set(given)
    assert all(f"\n{content}" in text for content in given.values())
    assert len(text) / 4 <= 20_000


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"batch_size": 5}, "batch_size: there is no such argument"),
        ({"source": "rabbitmq"}, "source: Input should be 'sqs', 'sqs_fifo'"),
        ({"settings": {"batchsize": 5}}, "settings.batchsize: there is no such name; did you mean 'batch_size'?"),
        ({"source": "sqs_fifo", "settings": {"batch_size": 100}}, "settings.batch_size: must be 1 to 10 for sqs_fifo, not 100"),
        ({"settings": {"maximum_concurrency": 5000}}, "settings.maximum_concurrency: must be 2 to 1,000 for sqs, not 5,000"),
        ({"message": {"name": "order", "feilds": []}}, "message.feilds: there is no such name; did you mean 'fields'?"),
        ({"filter": {"colour": ["red"]}}, "filter.colour: there is no such field; there are: order_id"),
        ({"message": "order"}, "message: Input should be"),
    ],
)  # fmt: skip
async def test_a_wrong_argument_is_named_with_what_is_allowed(
    client: Client, change: dict[str, Any], says: str
) -> None:
    text, data = await call(client, {"project_name": "orders", "source": "sqs", **change})

    assert data is None
    assert says in text
