"""`recommend_event_source` as a client meets it: settings that were simulated, what is wrong now, and a patch."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from mcp import Client
from mcp.types import ImageContent, TextContent

from guidance import practices
from mcp_server.cli import run
from mcp_server.progress import Cancelled, Progress
from mcp_server.server import build_server
from mcp_server.settings import settings
from mcp_server.tools import TOOLS, Caller
from tests.guidance.advice.test_event_source_advice import PLAIN, TEMPLATE

pytestmark = pytest.mark.anyio
FUNCTION = {"memory_mb": 512, "timeout_seconds": 30, "base_ms": 40, "per_message_ms": 8}
COUNTS = {"per_minute": [300, 320, 290, 310, 305]}
USUAL: dict[str, Any] = {
    "source": "sqs",
    "workload": COUNTS,
    "function": {**FUNCTION, "error_rate": 0.01, "poison_rate": 0.002},
    "current": {"BatchSize": 100, "MaximumBatchingWindowInSeconds": 2, "VisibilityTimeout": 60, "maxReceiveCount": 3},
    "constraints": {"p95_latency_seconds": 5},
}


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[Client]:
    async with Client(build_server(settings({"workspace": [str(tmp_path)], "toolsets": "recommend"}))) as connected:
        yield connected


async def call(client: Client, **arguments: Any) -> tuple[str, Any]:
    result = await client.call_tool("recommend_event_source", arguments)
    text = result.content[0]
    assert isinstance(text, TextContent)
    return text.text, None if result.is_error else result.structured_content


async def test_settings_come_with_what_they_do_and_what_the_present_ones_do(client: Client) -> None:
    _, data = await call(client, **USUAL)

    assert data["recommended"]["batch_size"] >= 1
    assert "maximum_concurrency" in data["recommended"]
    assert data["recommended"]["function_response_types"] == ["ReportBatchItemFailures"]
    window = data["recommended"]["maximum_batching_window_seconds"]
    assert data["queue"] == {
        "visibility_timeout_seconds": 180 + window, "max_receive_count": 5, "message_retention_seconds": 345_600,
    }  # fmt: skip
    assert set(data["predicted"]) == set(data["current_predicted"])
    assert data["predicted"]["p95_latency_seconds"] <= 5 < data["current_predicted"]["p95_latency_seconds"]
    assert data["predicted"]["dead_letters_per_million"] < data["current_predicted"]["dead_letters_per_million"] / 2
    assert data["predicted"]["monthly_usd"]["total"] == pytest.approx(
        sum(usd for part, usd in data["predicted"]["monthly_usd"].items() if part != "total"), abs=0.03
    )
    ids = {each["id"] for each in data["findings"]}
    assert {"short-visibility-timeout", "unreported-failures", "low-receive-count", "slow"} <= ids
    assert {practice for each in data["findings"] for practice in each["practices"]} <= set(practices())
    assert {name for each in data["alternatives"] for name in each["name"].split(", ")} == {
        "cheapest", "fastest", "balanced", "provisioned",
    }  # fmt: skip
    assert [each["name"] for each in data["checks"]] == ["0.25x traffic", "2x traffic", "3x errors"]
    assert data["seed"] == 1


async def test_text_alone_says_everything_that_the_data_do(client: Client) -> None:
    text, data = await call(client, **USUAL)

    assert text.startswith(f"**batch_size {data['recommended']['batch_size']:,}, ")
    assert all(each["message"] in text for each in data["findings"])
    assert all(each in text for each in (*data["assumptions"], *data["network"], data["reason"]))
    assert data["template_patch"].rstrip("\n") in text
    assert f"visibility_timeout_seconds {data['queue']['visibility_timeout_seconds']}" in text
    assert json.dumps(data["policy"], separators=(",", ":")) in text
    assert f"{data['predicted']['monthly_usd']['total']:,.2f}" in text
    assert f"{data['current_predicted']['monthly_usd']['total']:,.2f}" in text
    assert re.search("messages waiting +now +[▁▂▃▄▅▆▇█]+", text)
    assert "Seed 1" in text
    assert len(text.encode()) / 4 <= 2500
    assert len(json.dumps(data, separators=(",", ":"))) / 4 <= 2500


async def test_what_was_assumed_is_said(client: Client) -> None:
    text, data = await call(client, source="sqs", workload={"messages_per_second": 2})

    said = " ".join(data["assumptions"])
    for words in ("Messages of 1,024 bytes", "Assumed of the function: memory_mb 512", "No failures were given",
                  "10 s was assumed", "agrees with queueing theory"):  # fmt: skip
        assert words in said
        assert words in text
    assert data["findings"] == []


async def test_the_template_in_the_workspace_is_patched_and_not_written(client: Client, tmp_path: Path) -> None:
    (tmp_path / "template.yaml").write_text(TEMPLATE)
    text, data = await call(client, **USUAL, template_path="template.yaml", function_name="Worker")

    assert data["template_patch"].startswith("--- a/template.yaml\n+++ b/template.yaml\n@@")
    assert f"\n+      VisibilityTimeout: {data['queue']['visibility_timeout_seconds']}" in data["template_patch"]
    assert "```diff" in text
    assert data["policy"]["Statement"][0]["Resource"] == {"Fn::GetAtt": ["Orders", "Arn"]}
    assert (tmp_path / "template.yaml").read_text() == TEMPLATE


async def test_a_template_without_the_mapping_gets_the_snippet_and_a_word(client: Client, tmp_path: Path) -> None:
    (tmp_path / "template.yaml").write_text("Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n")
    text, data = await call(client, **USUAL, template_path="template.yaml")

    assert data["template_patch"].startswith("Resources:")
    assert data["patch_notes"] == [
        "template.yaml has no event source mapping of sqs: paste the snippet where it belongs."
    ]
    assert text.index(data["patch_notes"][0]) < text.index("```yaml")


async def test_what_a_template_says_now_needs_no_telling(client: Client, tmp_path: Path) -> None:
    (tmp_path / "template.yaml").write_text(TEMPLATE)
    asked = {**USUAL, "function": {"base_ms": 40, "per_message_ms": 8, "error_rate": 0.01}}
    given = {"BatchSize": 10, "ScalingConfig": {"MaximumConcurrency": 100}, "VisibilityTimeout": 30}
    _, told = await call(client, **{**asked, "current": given, "function": {**asked["function"], "memory_mb": 128}})
    text, found = await call(client, **{**asked, "current": None}, template_path="template.yaml")

    assert found["current_predicted"] == told["current_predicted"]
    assert found["findings"] == told["findings"]
    assert "Now is what template.yaml says." in found["assumptions"]
    assert "Of the function the template says: memory_mb 128, timeout_seconds 30." in found["assumptions"]
    assert "| simulated | now | recommended |" in text


async def test_the_policy_names_the_queue_that_the_template_has_for_failures(client: Client, tmp_path: Path) -> None:
    stream = (
        PLAIN
        + "\n      DestinationConfig: {OnFailure: {Destination: !GetAtt Aside.Arn}}\n  Aside: {Type: AWS::SQS::Queue}\n"
    )
    asked = {"source": "kinesis", "workload": COUNTS, "function": FUNCTION}
    policies = []
    for text in (stream, PLAIN):
        (tmp_path / "template.yaml").write_text(text)
        _, data = await call(client, **asked, template_path="template.yaml")
        policies.append([each["Resource"] for each in data["policy"]["Statement"] if each["Sid"] == "SendFailures"])

    assert policies == [[{"Fn::GetAtt": ["Aside", "Arn"]}], [{"Fn::GetAtt": ["MappingFailures", "Arn"]}]]


async def test_settings_that_are_as_good_are_to_be_left(client: Client) -> None:
    _, first = await call(client, **USUAL)
    _, again = await call(client, **{**USUAL, "current": {
        name: value for name, value in {**first["recommended"], **first["queue"]}.items() if value is not None
    }})  # fmt: skip

    assert "The present settings come to the same within 5%: there is no need to change them." in again["reason"]
    assert "The present settings" not in first["reason"]


async def test_settings_that_lambda_refuses_in_a_template_are_told_and_mended(client: Client, tmp_path: Path) -> None:
    (tmp_path / "template.yaml").write_text(TEMPLATE.replace("BatchSize: 10", "BatchSize: 100"))
    _, data = await call(client, **{**USUAL, "current": None}, template_path="template.yaml")

    assert any(
        "template.yaml has settings that Lambda refuses: a batch_size over 10" in each for each in data["assumptions"]
    )
    assert "-            BatchSize: 100" in data["template_patch"]


async def test_defaults_are_not_called_what_there_is_now(client: Client) -> None:
    text, data = await call(client, **{**USUAL, "current": None})

    assert "| simulated | defaults | recommended |" in text
    assert re.search("messages waiting +defaults +[▁▂▃▄▅▆▇█]+", text)
    assert "No present settings were given (`current`): AWS's defaults stand in for them." in data["assumptions"]


async def test_a_choice_that_does_not_hold_says_where(client: Client) -> None:
    text, data = await call(
        client, source="kinesis", workload={"per_minute": [30_000]}, function={"base_ms": 20, "per_message_ms": 5}
    )

    broken = [each for each in data["alternatives"] if not each["holds"]]
    assert broken
    assert all(each["fails"] and f"no: {', '.join(each['fails'])}" in text for each in broken)
    assert all(not each["fails"] for each in data["alternatives"] if each["holds"])


async def test_settings_of_streams_are_those_that_streams_have(client: Client) -> None:
    _, data = await call(
        client,
        source="kinesis",
        workload={**COUNTS, "lanes": 2},
        function=FUNCTION,
        current={},
        constraints={"p95_latency_seconds": 5},
    )

    assert set(data["recommended"]) == {
        "batch_size", "maximum_batching_window_seconds", "parallelization_factor", "function_response_types",
        "bisect_batch_on_function_error", "maximum_retry_attempts", "maximum_record_age_seconds", "on_failure_destination",
    }  # fmt: skip
    assert "queue" not in data
    assert {"endless-retries", "missing-failure-destination"} <= {each["id"] for each in data["findings"]}
    assert any(each["Sid"] == "SendFailures" for each in data["policy"]["Statement"])


async def test_traffic_comes_as_rate_counts_times_or_shape(client: Client) -> None:
    ways: list[dict[str, Any]] = [
        {"messages_per_second": 2},
        COUNTS,
        {"timestamps_seconds": [each / 2 for each in range(600)]},
        {"messages_per_second": 2, "shape": "burst"},
    ]
    told = [(await call(client, source="sqs", workload=way, function=FUNCTION))[1]["assumptions"][0] for way in ways]

    assert [
        words in each
        for words, each in zip(
            ("2 messages a second", "1,525 messages", "600 timestamps", "burst shape"), told, strict=True
        )
    ] == [True] * 4


async def test_millions_of_times_come_in_a_file(client: Client, tmp_path: Path) -> None:
    (tmp_path / "times.csv").write_text("seconds,id\n" + "".join(f"{each / 2},a{each}\n" for each in range(600)))
    (tmp_path / "bad.csv").write_text("1\n2\nthree\n")
    usual = {"source": "sqs", "function": FUNCTION}
    _, filed = await call(client, **usual, workload={"timestamps_seconds": "times.csv"})
    _, listed = await call(client, **usual, workload={"timestamps_seconds": [each / 2 for each in range(600)]})

    assert filed == listed
    for path, says in (("bad.csv", "line 3 of 'bad.csv' begins with no number"), ("no.csv", "there is no file 'no.csv'"),
                       ("/etc/hosts", "is outside the workspace")):  # fmt: skip
        text, data = await call(client, **usual, workload={"timestamps_seconds": path})
        assert data is None
        assert says in text


async def test_the_seed_decides(client: Client) -> None:
    answers = [
        (await call(client, source="sqs", workload={"messages_per_second": 3}, function=FUNCTION, seed=seed))[1]
        for seed in (7, 7, 8)
    ]

    assert answers[0] == answers[1]
    assert answers[0]["predicted"] != answers[2]["predicted"]


async def test_a_picture_comes_when_it_is_asked_for(client: Client) -> None:
    result = await client.call_tool("recommend_event_source", {**USUAL, "chart": True})

    picture = result.content[1]
    assert isinstance(picture, ImageContent)
    assert picture.mime_type == "image/png"
    assert picture.data.startswith("iVBORw0KGgo")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"source": None}, "Pass `source` and `workload`; or `mapping_uuid` or `function_name`"),
        ({"source": "mq"}, "source: Input should be 'sqs', 'sqs_fifo', 'kinesis', 'dynamodb', 'msk' or 'kafka'"),
        ({"workload": None}, "workload: say what arrives"),
        ({"workload": {"messages_per_second": -1}}, "-1"),
        ({"workload": {"messages_per_second": "NaN"}}, "workload.messages_per_second: "),
        ({"workload": {"messages_per_second": 1e12}}, "messages"),
        ({"workload": {"per_minute": []}}, "There are no counts per minute"),
        ({"workload": {"per_minute": [0, 0]}}, "no message arrives"),
        ({"workload": {"per_minute": [-5]}}, "The count of minute 0 is -5"),
        ({"workload": {"timestamps_seconds": [-1.0]}}, "-1"),
        ({"workload": {"messages_per_second": 1, "per_minute": [60]}}, "pass one of messages_per_second, per_minute"),
        ({"workload": {"messages_per_second": 1, "shape": "sawtooth"}}, "sawtooth"),
        ({"workload": {"message_per_second": 1}}, "there is no 'message_per_second' here; did you mean 'messages_per_second'?"),
        ({"workload": {"messages_per_second": 1, "message_bytes": 7_000_000}}, "workload.message_bytes is 7000000"),
        ({"function": {"base_ms": -3}}, "function.base_ms is -3"),
        ({"function": {"base": 3}}, "there is no 'base' here; did you mean 'base_ms'?"),
        ({"function": {"architecture": "arm"}}, "function.architecture: 'arm' is none"),
        ({"function": {"timeout_seconds": 0}}, "function.timeout_seconds is 0"),
        ({"constraints": {"p95_latency_seconds": 0.001}}, "No settings hold p95_latency_seconds 0.001: the nearest, "),
        ({"constraints": {"max_concurrency": 1}}, "No settings hold max_concurrency 1: sqs runs at least 2"),
        ({"constraints": {"latency": 1}}, "there is no 'latency' here"),
        ({"current": {"ScalingConfig": {"MaximumConcurrency": 5000}}}, "current.maximum_concurrency is 5,000; for sqs it is 2 to 1,000"),
        ({"source": "sqs_fifo", "current": {"BatchSize": 100}}, "current.batch_size is 100; for sqs_fifo it is 1 to 10"),
        ({"current": {"BatchSize": 100}}, "a batch_size over 10 needs a maximum_batching_window_seconds of at least 1"),
        ({"current": {"EventSourceArn": 'arn:aws:sqs:eu-west-1:1:x"}'}}, "source_arn: "),
        ({"template_path": "../other.yaml"}, "outside the workspace"),
        ({"template_path": "none.yaml"}, "template_path: 'none.yaml' does not exist. Name it from the workspace '"),
        ({"mapping_uuid": "zzz"}, "No region is set"),
        ({"objektive": "cost"}, "objektive: there is no such argument; did you mean 'objective'?"),
    ],
)  # fmt: skip
async def test_bad_input_is_one_sentence_that_says_what_to_do(
    client: Client, change: dict[str, Any], says: str
) -> None:
    arguments = {name: value for name, value in {**USUAL, **change}.items() if value is not None}
    text, data = await call(client, **arguments)

    assert data is None
    assert says in text
    assert len(text) < 800
    assert not re.search(r"pydantic|Traceback|Internal error|Error executing", text)


async def test_what_the_other_server_rejects_is_taken(client: Client) -> None:
    pollers = {"ProvisionedPollerConfig": {"MinimumPollers": 2, "MaximumPollers": 20}}
    _, queue = await call(client, source="sqs", workload=COUNTS, function=FUNCTION, current=pollers)
    controls = {**pollers, "BisectBatchOnFunctionError": True, "MaximumRetryAttempts": 3}
    _, kafka = await call(client, source="kafka", workload={**COUNTS, "lanes": 2}, function=FUNCTION, current=controls)

    assert "unneeded-provisioned-mode" in {each["id"] for each in queue["findings"]}
    assert queue["current_predicted"]["monthly_usd"]["pollers"] > 0
    assert "endless-retries" not in {each["id"] for each in kafka["findings"]}


def test_progress_is_told_and_a_cancelled_call_stops() -> None:
    heard: list[tuple[float, str]] = []

    def show(done: float, doing: str) -> None:
        heard.append((done, doing))
        if doing.startswith("simulating"):
            progress.cancel()

    progress = Progress(show=show)
    spec = next(each for each in TOOLS if each.name == "recommend_event_source")
    validated = spec.arguments().model_validate({**USUAL, "workload": {"messages_per_second": 500}})

    with pytest.raises(Cancelled):
        spec.call(
            Caller(settings({}), progress), {name: getattr(validated, name) for name in type(validated).model_fields}
        )
    assert heard[0][1] == "laying out the traffic"
    assert heard[-1][1].startswith("simulating")
    assert heard[-1][0] < 0.9


def test_the_shell_has_the_same_tool(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["call", "recommend_event_source", json.dumps(USUAL)]) == 0
    assert json.loads(capsys.readouterr().out)["recommended"]["batch_size"] >= 1
    assert run(["call", "recommend_event_source", "{}"]) == 1
    assert "Pass `source` and `workload`" in capsys.readouterr().err
