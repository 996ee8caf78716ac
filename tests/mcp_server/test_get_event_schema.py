"""`get_event_schema` as a client meets it: triggers offline, EventBridge's registries against botocore's own model of them."""

from __future__ import annotations

import contextlib
import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

import boto3
import pytest
from botocore.stub import Stubber
from mcp import Client
from mcp.types import TextContent

from guidance.events import event_sources
from mcp_server.aws.sessions import Aws
from mcp_server.server import build_server
from mcp_server.settings import settings
from tests.mcp_server.aws_account import REGION

pytestmark = pytest.mark.anyio
SCHEMA = {
    "components": {"schemas": {"OrderPlaced": {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}}}}
}  # fmt: skip


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with Client(build_server(settings({}))) as connected:
        yield connected


async def call(client: Client, **arguments: Any) -> tuple[str, Any]:
    result = await client.call_tool("get_event_schema", arguments)
    (block,) = result.content
    assert isinstance(block, TextContent)
    return block.text, None if result.is_error else result.structured_content


@contextlib.contextmanager
def registry(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stubber]:
    client = boto3.client("schemas", region_name=REGION, aws_access_key_id="k", aws_secret_access_key="s")
    monkeypatch.setattr(Aws, "_client", lambda *_, **__: client)
    monkeypatch.setenv("AWS_REGION", REGION)
    with Stubber(client) as stub:
        yield stub
        stub.assert_no_pending_responses()


async def test_each_trigger_is_answered_whole_in_both_languages_and_within_its_budget(client: Client) -> None:
    for name, source in event_sources().items():
        for language in ("python", "typescript"):
            text, data = await call(client, event_source=name, language=language)

            assert json.dumps(source.event, separators=(",", ":"), ensure_ascii=False) in text
            assert f"```{language}\n{data['code']}" in text
            assert data["event"] == source.event
            assert all(trap["says"] in text for trap in data["traps"])
            assert len(text) / 4 <= 1200, name


async def test_typed_code_comes_from_a_schema_of_a_registry(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = {"Content": json.dumps(SCHEMA), "SchemaName": "shop@OrderPlaced", "SchemaVersion": "3", "Type": "OpenApi3"}
    with registry(monkeypatch) as stub:
        stub.add_response(
            "describe_schema", answer, {"RegistryName": "discovered-schemas", "SchemaName": "shop@OrderPlaced"}
        )
        text, data = await call(
            client, registry="discovered-schemas", schema_name="shop@OrderPlaced", language="typescript"
        )

    assert data["code"] == "export interface OrderPlaced {\n  id: string;\n}\n"
    assert "**shop@OrderPlaced** of discovered-schemas, version 3 (OpenApi3), eu-west-1 (AWS_REGION)" in text
    assert "export interface OrderPlaced {" in text


async def test_registries_and_schemas_are_listed_and_searched(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    with registry(monkeypatch) as stub:
        stub.add_response("list_registries", {"Registries": [{"RegistryName": "aws.events"}], "NextToken": "more"}, {})
        stub.add_response("list_registries", {"Registries": [{"RegistryName": "shop"}]}, {"NextToken": "more"})
        _, registries = await call(client, registry="*")
        stub.add_response(
            "list_schemas",
            {"Schemas": [{"SchemaName": f"s{n}", "VersionCount": 2} for n in range(101)]},
            {"RegistryName": "shop"},
        )
        listed, _ = await call(client, registry="shop")
        stub.add_response(
            "search_schemas",
            {"Schemas": [{"RegistryName": "aws.events", "SchemaName": "aws.s3@ObjectCreated"}]},
            {"RegistryName": "aws.events", "Keywords": "object"},
        )
        searched, found = await call(client, search="object")

    assert registries["registries"] == ["aws.events", "shop"]
    assert "100 schemas in eu-west-1 (AWS_REGION); more were left out: narrow with `search`" in listed
    assert found["schemas"] == [{"registry": "aws.events", "name": "aws.s3@ObjectCreated"}]
    assert "- `aws.s3@ObjectCreated` in `aws.events`" in searched


async def test_a_schema_that_is_not_there_is_offered_its_nearest(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    with registry(monkeypatch) as stub:
        stub.add_client_error("describe_schema", "NotFoundException", "no", 404)
        stub.add_response(
            "search_schemas",
            {"Schemas": [{"SchemaName": "aws.s3@ObjectCreated"}]},
            {"RegistryName": "aws.events", "Keywords": "Objectcreated"},
        )
        text, data = await call(client, schema_name="aws.s3@Objectcreated")

    assert data is None
    assert (
        text
        == "There is no schema 'aws.s3@Objectcreated' in aws.events, in eu-west-1 (AWS_REGION). Near it: aws.s3@ObjectCreated."
    )


async def test_a_missing_permission_is_named(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    with registry(monkeypatch) as stub:
        stub.add_client_error("list_schemas", "ForbiddenException", "no", 403)
        text, _ = await call(client, registry="aws.events")

    assert text.startswith("The credentials may not use schemas:ListSchemas in eu-west-1")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({}, "Pass `event_source`, such as sqs, or `registry`"),
        ({"event_source": "sqs", "registry": "aws.events"}, "not both"),
        ({"event_source": "sqz"}, "There is no trigger 'sqz'; did you mean sqs"),
        ({"event_source": "sqs", "language": "go"}, "language: Input should be 'python' or 'typescript'"),
    ],
)
async def test_a_wrong_request_says_what_is_right(client: Client, arguments: dict[str, Any], says: str) -> None:
    text, data = await call(client, **arguments)

    assert data is None
    assert says in text
    assert len(text) < 400
