"""The tools as a client meets them: in memory, on both protocol eras."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client, MCPError
from mcp.types import ResourceTemplateReference, TextContent
from pydantic import BaseModel

from guidance import practices
from mcp_server import results, tools
from mcp_server.server import build_server
from mcp_server.settings import settings
from mcp_server.tools import TOOLS, Caller, ToolSpec
from tests.conftest import Snapshot
from tests.samples import SMALL, answers

pytestmark = pytest.mark.anyio
SNAPSHOTS = Path(__file__).parent / "snapshots"


@pytest.fixture(params=["auto", "legacy"])
async def client(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Client]:
    async with Client(build_server(settings({"workspace": [str(tmp_path)]})), mode=request.param) as connected:
        yield connected


def small(**change: Any) -> dict[str, Any]:
    return {**answers("small", "python", "cognito", "per_operation"), **change}


async def call(client: Client, arguments: dict[str, Any], tool: str = "scaffold_crud_api") -> tuple[str, Any]:
    result = await client.call_tool(tool, arguments)
    (block,) = result.content
    assert isinstance(block, TextContent)
    return block.text, None if result.is_error else result.structured_content


async def test_both_eras_are_spoken(client: Client) -> None:
    assert client.protocol_version in {"2026-07-28", "2025-11-25"}


async def test_definitions_are_as_agreed(client: Client, snapshot: Snapshot) -> None:
    listed = {tool.name: tool for tool in (await client.list_tools()).tools}

    assert list(listed) == [spec.name for spec in TOOLS]
    for name, tool in listed.items():
        snapshot(SNAPSHOTS / f"{name}.json", tool.model_dump(mode="json", by_alias=True, exclude_none=True))
    assert {path.stem for path in SNAPSHOTS.glob("*.json")} == set(listed)


async def test_definitions_are_small_portable_and_say_when_to_use_them(client: Client) -> None:
    for tool in (await client.list_tools()).tools:
        data = tool.model_dump(mode="json", by_alias=True, exclude_none=True)

        def size(*keys: str, data: dict[str, Any] = data) -> int:
            return len(json.dumps({key: data[key] for key in keys}, separators=(",", ":")))

        assert size(*data) <= 3 * 1024
        assert size("name", "description", "inputSchema") <= 1.2 * 1024
        assert re.fullmatch(r"[a-z]+(_[a-z]+)*", tool.name)
        assert len(tool.name) <= 40
        assert "Use " in (tool.description or "")
        assert "  " not in (tool.description or "")
        assert tool.title
        hints = tool.annotations
        assert hints is not None
        assert None not in (hints.read_only_hint, hints.destructive_hint, hints.idempotent_hint, hints.open_world_hint)
        assert not (hints.read_only_hint and hints.destructive_hint)
        assert tool.input_schema["additionalProperties"] is False
        text = json.dumps(tool.input_schema)
        assert not re.search(r'"\$ref"|"anyOf"|"oneOf"|"allOf"|"null"|"default": null|"title"|"items": \{\}', text)


async def test_a_project_is_written_and_described(client: Client, tmp_path: Path) -> None:
    text, data = await call(client, small(output_dir="notes"))

    assert data["output_dir"] == (tmp_path / "notes").as_posix()
    for file in data["files"]:
        content = (tmp_path / "notes" / file["path"]).read_bytes()
        assert len(content) == file["bytes"]
        assert "content" not in file
    assert [file["path"] for file in data["files"]] == sorted(file["path"] for file in data["files"])
    assert {practice["id"] for practice in data["practices"]} <= set(practices())
    assert data["warnings"] == []
    assert [step["command"] for step in data["next_steps"]][:2] == [f"cd {data['output_dir']}", "make install"]
    for expected in ("template.yaml", data["output_dir"], "make lint test", "CRUD-01"):
        assert expected in text
    assert len(text) / 4 <= 2500
    assert len(json.dumps(data, separators=(",", ":"))) / 4 <= 2500


async def test_without_a_folder_contents_come_back_and_nothing_is_written(client: Client, tmp_path: Path) -> None:
    text, data = await call(client, small())

    assert data["output_dir"] is None
    assert list(tmp_path.iterdir()) == []
    given = {file["path"]: file["content"] for file in data["files"] if "content" in file}
    assert "template.yaml" in given
    assert all(path in given for path in (file["path"] for file in data["files"]) if path.startswith("src/"))
    assert all(f"\n{content}" in text for content in given.values())
    left_out = len(data["files"]) - len(given)
    assert [f"The contents of {left_out} files" in warning for warning in data["warnings"]] == [True] * bool(left_out)
    assert len(text) / 4 <= 20_000
    assert len(json.dumps(data)) / 4 <= 20_000


async def test_the_same_again_changes_nothing_and_says_so(client: Client) -> None:
    await call(client, small(output_dir="notes"))
    _, data = await call(client, small(output_dir="notes"))

    assert data["warnings"] == ["These very files were there already; nothing was changed."]


async def test_an_open_api_is_warned_of_in_text_and_data(client: Client) -> None:
    text, data = await call(client, small(auth="none"))

    assert any(warning.startswith("auth is none") for warning in data["warnings"])
    assert "Warning: auth is none" in text


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"outputdir": "x"}, "outputdir: there is no such argument; did you mean 'output_dir'?"),
        ({"zzz": 1}, "zzz: there is no such argument; there are: project_name, resource"),
        ({"auth": "password"}, "auth: Input should be 'cognito', 'jwt', 'iam' or 'none'"),
        ({"project_name": "My App"}, "try 'my-app'"),
        ({"resource": {"name": "note", "fields": [{"name": "a", "maxlength": 2}]}}, "resource.fields[0].maxlength: there is no such argument; did you mean 'max_length'?"),
        ({"resource": {"name": "note", "fields": [{"name": "class"}]}}, "resource.fields[0].name: 'class' is a reserved word"),
        ({"resource": {"name": "note", "fields": []}}, "resource.fields: a resource has 1 to 100 fields, not 0"),
        ({"resource": "note"}, "resource: Input should be"),
        ({"output_dir": "../x"}, "is outside the workspace"),
        ({"output_dir": 5}, "output_dir: Input should be a valid string"),
    ],
)  # fmt: skip
async def test_a_wrong_argument_is_named_with_what_is_allowed(
    client: Client, change: dict[str, Any], says: str
) -> None:
    text, data = await call(client, small(**change))

    assert data is None
    assert says in text
    assert len(text) < 700
    assert not re.search(r"pydantic|Traceback|input_value|Error executing", text)


async def test_many_mistakes_are_counted_not_recited(client: Client) -> None:
    text, _ = await call(client, small(resource={"name": "note", "fields": [{"nam": "x"}] * 90}))

    assert "and 172 more" in text
    assert len(text) < 1500


async def test_arguments_sent_as_json_text_are_read(client: Client) -> None:
    _, data = await call(client, small(resource=json.dumps(SMALL)))

    assert data["project_name"] == "small-api"


async def test_an_unknown_tool_lists_what_there_is(client: Client) -> None:
    text, _ = await call(client, {}, tool="scaffold_crud")

    assert text == f"There is no tool 'scaffold_crud'. There are: {', '.join(spec.name for spec in TOOLS)}."


async def test_a_defect_reaches_the_caller_as_an_id_and_the_log_as_a_traceback(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr("mcp_server.tools.scaffold_crud_api.deliver", broken)
    text, _ = await call(client, small())

    reference = re.match(r"Internal error ([0-9a-f]{8}): ", text)
    assert reference
    assert "secret" not in text
    assert reference[1] in caplog.text
    assert "RuntimeError: secret" in caplog.text


async def test_a_hundred_calls_at_once_are_told_apart(client: Client) -> None:
    answers_: dict[int, str] = {}

    async def one(number: int) -> None:
        _, data = await call(client, small(project_name=f"p{number}", output_dir=f"p{number}"))
        answers_[number] = data["project_name"]

    async with anyio.create_task_group() as group:
        for number in range(100):
            group.start_soon(one, number)

    assert answers_ == {number: f"p{number}" for number in range(100)}


@pytest.mark.parametrize(
    ("flags", "offered"),
    [
        ({}, True),
        ({"toolsets": "build"}, True),
        ({"toolsets": "all"}, True),
        ({"toolsets": "learn"}, False),
        ({"toolsets": "learn", "tools": "scaffold_crud_api"}, True),
        ({"exclude_tools": "scaffold_crud_api"}, False),
        ({"tools": "scaffold_crud_api", "exclude_tools": "scaffold_crud_api"}, False),
        ({"read_only": True}, True),
    ],
)
async def test_flags_choose_the_tools(flags: dict[str, Any], offered: bool) -> None:
    async with Client(build_server(settings(flags))) as connected:
        names = [tool.name for tool in (await connected.list_tools()).tools]

    assert ("scaffold_crud_api" in names) is offered


async def test_read_only_returns_contents_and_refuses_to_write(tmp_path: Path) -> None:
    async with Client(build_server(settings({"read_only": True, "workspace": [str(tmp_path)]}))) as connected:
        tool = next(each for each in (await connected.list_tools()).tools if each.name == "scaffold_crud_api")
        refusal, _ = await call(connected, small(output_dir="x"))
        _, data = await call(connected, small())

    assert tool.annotations is not None
    assert tool.annotations.read_only_hint
    assert "--read-only" in refusal
    assert data["output_dir"] is None
    assert list(tmp_path.iterdir()) == []


class Pong(results.Result):
    answer: str

    def text(self) -> str:
        return self.answer


def probe(caller: Caller) -> Pong:
    """Answer pong. Use in tests."""
    del caller
    return Pong(answer="pong")


@pytest.mark.parametrize("flag", ["allow_write", "allow_sensitive_data_access"])
async def test_a_tool_that_a_flag_forbids_is_listed_and_names_the_flag(
    monkeypatch: pytest.MonkeyPatch, flag: str
) -> None:
    class Probe(ToolSpec):
        @property
        def function(self) -> Any:
            return probe

    spec = Probe(
        "probe", "build", "Probe", read_only=True, destructive=False, idempotent=True, open_world=False, needs=flag
    )
    monkeypatch.setattr(tools, "TOOLS", (spec,))
    for flags, says in (({}, f"--{flag.replace('_', '-')}"), ({flag: True}, "pong")):
        async with Client(build_server(settings(flags))) as connected:
            assert [tool.name for tool in (await connected.list_tools()).tools] == ["probe"]
            text, _ = await call(connected, {}, tool="probe")
            assert says in text


async def test_a_practice_can_be_read_and_its_id_completed(client: Client) -> None:
    (content,) = (await client.read_resource("practice://CRUD-01")).contents
    completion = await client.complete(
        ref=ResourceTemplateReference(uri="practice://{id}"), argument={"name": "id", "value": "crud-0"}
    )

    assert getattr(content, "text", "").startswith("# CRUD-01: ")
    assert completion.completion.values == [f"CRUD-0{n}" for n in range(1, 10)]


async def test_an_unknown_practice_is_an_error_with_the_nearest(client: Client) -> None:
    with pytest.raises(MCPError, match="CRUD-01") as error:
        await client.read_resource("practice://CRID-01")

    assert error.value.code == -32602


async def test_the_prompt_leads_through_the_job(client: Client) -> None:
    prompt = await client.get_prompt("build_crud_api", {"what": "notes", "language": "typescript"})

    text = getattr(prompt.messages[0].content, "text", "")
    assert "notes" in text
    assert "scaffold_crud_api with language typescript" in text


async def test_the_review_names_the_folder_and_the_tool(client: Client) -> None:
    prompt = await client.get_prompt("review_serverless_application", {"path": "shop"})

    text = getattr(prompt.messages[0].content, "text", "")
    assert "in shop" in text
    assert "validate_template" in text


async def test_the_way_to_a_durable_workflow_names_both_tools(client: Client) -> None:
    prompt = await client.get_prompt("make_workflow_durable", {"what": "book a trip", "language": "typescript"})

    text = getattr(prompt.messages[0].content, "text", "")
    assert "book a trip" in text
    assert "generate_durable_function with language typescript" in text
    assert "check_durable_code" in text


async def test_instructions_name_only_tools_that_are_offered() -> None:
    for flags in ({}, {"toolsets": "learn"}, {"exclude_tools": "check_durable_code"}):
        async with Client(build_server(settings(flags))) as connected:
            names = {tool.name for tool in (await connected.list_tools()).tools}
            said = connected.instructions or ""
            assert {spec.name for spec in TOOLS if spec.name in said} == names


def test_every_result_says_everything_in_its_text() -> None:
    for spec in TOOLS:
        assert issubclass(spec.result, results.Result)
        assert issubclass(spec.result, BaseModel)


async def test_an_unknown_prompt_is_the_callers_mistake(client: Client) -> None:
    with pytest.raises(
        MCPError, match="There are: build_crud_api, make_workflow_durable, review_serverless_application"
    ) as error:
        await client.get_prompt("nope")

    assert error.value.code == -32602
