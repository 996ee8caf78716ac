"""What an assistant can read besides the tools: resources, completion, prompts and the skill."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import yaml
from mcp import Client, MCPError
from mcp.types import PromptReference, ResourceTemplateReference

from guidance import facts, practices, rules
from mcp_server.cli import run
from mcp_server.server import build_server
from mcp_server.settings import settings
from mcp_server.skills import FOLDERS, NAME, SHIPPED
from mcp_server.tools import TOOLS
from scaffolds import scaffold_names

pytestmark = pytest.mark.anyio


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with Client(build_server(settings({}))) as connected:
        yield connected


async def read(client: Client, uri: str) -> str:
    (content,) = (await client.read_resource(uri)).contents
    return str(getattr(content, "text", ""))


async def test_there_is_a_template_for_each_kind_of_id(client: Client) -> None:
    listed = {each.uri_template for each in (await client.list_resource_templates()).resource_templates}

    assert listed == {"practice://{id}", "rule://{id}", "fact://{id}", "scaffold://{name}"}


async def test_a_practice_says_what_how_when_not_and_what_keeps_it(client: Client) -> None:
    page = await read(client, "practice://SQS-01")

    assert page.startswith("# SQS-01: ")
    for heading in (
        "How: ",
        "Limits: ",
        "Why: ",
        "- rule `sqs-short-visibility-timeout`",
        "Facts: `sqs.mapping.visibility_factor`",
    ):
        assert heading in page


async def test_a_fact_says_its_value_and_source(client: Client) -> None:
    assert "900 s (15 min)" in await read(client, "fact://lambda.timeout.maximum")
    assert "Source: https://" in await read(client, "fact://lambda.timeout.maximum")


async def test_a_scaffold_says_what_it_writes_and_where_it_follows_what(client: Client) -> None:
    page = await read(client, "scaffold://crud_api")

    assert "`template.yaml`: AWS SAM template" in page
    assert re.search(r"^- `template.yaml`: .*CRUD-07", page, re.MULTILINE)


async def test_every_scaffold_and_every_practice_has_a_page(client: Client) -> None:
    for name in scaffold_names():
        page = await read(client, f"scaffold://{name}")
        assert page.startswith("# ")
        assert re.search(rf"Written by the tool `[a-z]+_{name}`", page)
    for name in list(practices())[::20]:
        assert (await read(client, f"practice://{name}")).startswith(f"# {name}: ")


@pytest.mark.parametrize(
    ("uri", "near"),
    [
        ("practice://CRID-01", "CRUD-01"),
        ("rule://sqs-low-receive-cuont", "sqs-low-receive-count"),
        ("fact://lambda.timeout.maximun", "lambda.timeout.maximum"),
        ("scaffold://crud", "crud_api"),
    ],
)
async def test_an_unknown_id_is_the_callers_mistake_and_names_the_nearest(client: Client, uri: str, near: str) -> None:
    with pytest.raises(MCPError, match=re.escape(near)) as error:
        await client.read_resource(uri)

    assert error.value.code == -32602


@pytest.mark.parametrize(
    ("uri", "argument", "typed", "first"),
    [
        ("practice://{id}", "id", "sqs-0", "SQS-01"),
        ("practice://{id}", "id", "", "AI-01"),
        ("rule://{id}", "id", "visibility", "durable-short-visibility-timeout"),
        ("rule://{id}", "id", "sqs-l", "sqs-large-batch-without-window"),
        ("fact://{id}", "id", "lambda.timeout.m", "lambda.timeout.maximum"),
        ("fact://{id}", "id", "price.durable", "price.durable.operation"),
        ("scaffold://{name}", "name", "cru", "crud_api"),
    ],
)
async def test_ids_are_completed_what_begins_so_first(
    client: Client, uri: str, argument: str, typed: str, first: str
) -> None:
    found = await client.complete(ref=ResourceTemplateReference(uri=uri), argument={"name": argument, "value": typed})

    assert found.completion.values[0] == first
    assert len(found.completion.values) <= 100


async def test_completion_says_how_many_there_are(client: Client) -> None:
    everything = {"practice": len(practices()), "rule": len(rules()), "fact": len(facts.facts()) + len(facts.prices())}
    for kind, known in everything.items():
        found = await client.complete(
            ref=ResourceTemplateReference(uri=f"{kind}://{{id}}"), argument={"name": "id", "value": ""}
        )

        assert found.completion.total == known
        assert found.completion.has_more is (known > 100)


async def test_what_cannot_be_completed_is_left_open(client: Client) -> None:
    for ref, argument in (
        (ResourceTemplateReference(uri="practice://{id}"), "other"),
        (ResourceTemplateReference(uri="thing://{id}"), "id"),
        (PromptReference(name="build_crud_api"), "what"),
    ):
        assert (await client.complete(ref=ref, argument={"name": argument, "value": "x"})).completion.values == []


async def test_a_prompts_language_is_completed(client: Client) -> None:
    found = await client.complete(
        ref=PromptReference(name="build_crud_api"), argument={"name": "language", "value": "ty"}
    )

    assert found.completion.values == ["typescript"]


async def test_prompts_name_only_tools_that_exist(client: Client) -> None:
    known = {spec.name for spec in TOOLS}
    prompts = (await client.list_prompts()).prompts

    assert {prompt.name for prompt in prompts} >= {
        "build_crud_api", "make_workflow_durable", "review_serverless_application", "tune_function", "tune_queue_consumer",
    }  # fmt: skip
    for prompt in prompts:
        given = {each.name: "PLACEHOLDER" for each in prompt.arguments or ()}
        message = (await client.get_prompt(prompt.name, given)).messages[0].content
        text = str(getattr(message, "text", ""))
        assert all(text.count("PLACEHOLDER") for _ in given)
        called = set(re.findall(r"\b(?:call|Call|which) ([a-z]+_[a-z_]+)", text)) - {"measure_more"}
        assert called <= known
        assert called


async def test_tuning_a_function_leads_from_measuring_to_the_template(client: Client) -> None:
    prompt = await client.get_prompt("tune_function", {"function": "checkout", "objective": "cost"})

    text = str(getattr(prompt.messages[0].content, "text", ""))
    assert "checkout" in text
    assert "recommend_memory with objective cost" in text
    assert text.index("recommend_memory") < text.index("validate_template")


async def test_tuning_a_consumer_takes_its_load(client: Client) -> None:
    prompt = await client.get_prompt("tune_queue_consumer", {"consumer": "orders.yaml", "load": "50 a second"})

    text = str(getattr(prompt.messages[0].content, "text", ""))
    assert "orders.yaml" in text
    assert "Its load: 50 a second" in text


def test_the_skill_is_well_formed_and_names_every_tool_and_nothing_else() -> None:
    head, _, body = SHIPPED.read_text("utf-8").removeprefix("---\n").partition("\n---\n")
    told = yaml.safe_load(head)

    assert told.keys() == {"name", "description"}
    assert told["name"] == NAME
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", NAME)
    assert 100 < len(told["description"]) <= 1024
    assert len(body.splitlines()) < 500
    assert {spec.name for spec in TOOLS} <= set(re.findall(r"`(\w+)`", body))


@pytest.mark.parametrize("name", FOLDERS)
def test_setup_prints_the_skill_or_writes_it_where_the_client_looks(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    target = tmp_path / FOLDERS[name] / NAME / "SKILL.md"

    assert run(["setup", name, "--skill"]) == 0
    printed = capsys.readouterr()
    assert printed.out == SHIPPED.read_text("utf-8")
    assert f"setup {name} --skill --write" in printed.err
    assert not target.exists()

    assert run(["setup", name, "--skill", "--write"]) == 0
    assert "is now in" in capsys.readouterr().out
    assert target.read_text("utf-8") == SHIPPED.read_text("utf-8")
    assert run(["setup", name, "--skill", "--write"]) == 0
    assert "is already in" in capsys.readouterr().out


def test_a_client_that_takes_uploads_is_told_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["setup", "claude-desktop", "--skill", "--write"]) == 1
    assert "by upload" in capsys.readouterr().err
