"""What is rendered for an event consumer is whole, the same each time, allows no more than it has to, and keeps data data."""

from __future__ import annotations

import ast
import base64
import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guidance import practices
from scaffolds import render_project
from scaffolds.catalog.event_consumer.answers import Answers
from scaffolds.catalog.event_consumer.settings import KAFKA, ORDERED
from scaffolds.model import Project
from scaffolds.render import conditions, to_comment, to_json
from tests.samples_consumers import CONSUMERS, FILTERS, LANGUAGES, SOURCES, consumer
from tests.scaffolds.test_projects import file
from tests.scaffolds.test_render import PRINTABLE, TEXT, is_whole, parsed, skeleton

EVERY = pytest.mark.parametrize(
    ("name", "language"), [pytest.param(name, each, id=f"{name}-{each}") for name in CONSUMERS for each in LANGUAGES]
)


@EVERY
def test_every_file_parses_and_keeps_no_trace_of_its_source(name: str, language: str) -> None:
    project = render_project("event_consumer", consumer(name, language))

    is_whole(project, hostile="hostile" in name)
    paths = [each.path for each in project.files]
    assert len({followed.id for followed in project.practices}) == len(project.practices)
    for followed in project.practices:
        assert followed.id in practices()
        assert any(path == followed.where or path.startswith(f"{followed.where}/") for path in paths), followed


def everything() -> Iterator[Project]:
    for name in CONSUMERS:
        for language in LANGUAGES:
            yield render_project("event_consumer", consumer(name, language))


def test_the_same_answers_give_the_same_bytes_in_another_process() -> None:
    code = (
        "import hashlib; from tests.scaffolds.test_consumer_render import everything;"
        "print(hashlib.sha256(b''.join(f.path.encode() + f.data for p in everything() for f in p.files)).hexdigest())"
    )
    here = hashlib.sha256(b"".join(f.path.encode() + f.data for p in everything() for f in p.files)).hexdigest()
    there = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": "7", "PYTHONPATH": "."}
    ).stdout.strip()  # fmt: skip

    assert there == here


def test_every_condition_of_the_scaffold_holds_somewhere_and_fails_somewhere_else() -> None:
    contexts = [Answers.model_validate(consumer(name, each)).context() for name in CONSUMERS for each in LANGUAGES]
    for text, holds in conditions("event_consumer").items():
        met = {bool(holds(**context)) for context in contexts}
        assert met == ({True} if text == "True" else {True, False}), text


QUEUE_READER = {"sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"}
TABLE = {"dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem"}
NETWORK = {f"ec2:{name}" for name in ("CreateNetworkInterface", "DeleteNetworkInterface", "DescribeNetworkInterfaces",
    "DescribeSecurityGroups", "DescribeSubnets", "DescribeVpcs")}  # fmt: skip
LEAST: dict[str, dict[str, set[str]]] = {
    "sqs": {"Queue.Arn": QUEUE_READER},
    "sqs_fifo": {"Queue.Arn": QUEUE_READER},
    "eventbridge": {"Queue.Arn": QUEUE_READER},
    "s3": {"Queue.Arn": QUEUE_READER, "${SourceBucket.Arn}/*": {"s3:GetObject"}},
    "kinesis": {"Stream.Arn": {f"kinesis:{each}" for each in ("DescribeStream", "DescribeStreamSummary", "GetRecords", "GetShardIterator", "ListShards")}},
    "dynamodb": {"${SourceTable.Arn}/stream/*": {f"dynamodb:{each}" for each in ("DescribeStream", "GetRecords", "GetShardIterator", "ListStreams")}},
    "msk": {
        "ClusterArn": {"kafka:DescribeCluster", "kafka:DescribeClusterV2", "kafka:GetBootstrapBrokers", "kafka-cluster:Connect", "kafka-cluster:DescribeClusterDynamicConfiguration"},
        "topic/${Cluster}/${Id}/orders": {"kafka-cluster:DescribeTopic", "kafka-cluster:ReadData"},
        "group/${Cluster}/${Id}/msk": {"kafka-cluster:DescribeGroup", "kafka-cluster:AlterGroup"},
        "*": NETWORK,
    },
    "kafka": {"CredentialsSecretArn": {"secretsmanager:GetSecretValue"}, "*": NETWORK},
}  # fmt: skip


@pytest.mark.parametrize("source", SOURCES)
def test_the_function_may_read_its_source_and_nothing_else(source: str) -> None:
    project = render_project("event_consumer", consumer(source, "python"))
    resources = parsed("template.yaml", file(project, "template.yaml"))["Resources"]
    function = resources["ConsumerFunction"]["Properties"]
    (policy,) = function["Policies"]
    granted: dict[str, set[str]] = {}
    for statement in policy["Statement"]:
        resource = statement["Resource"]
        text = resource if isinstance(resource, str) else next(iter(resource.values()))
        # The list form of !Sub, as the loader keeps it: only the ARN's last part counts.
        name = text.split("AWS::AccountId}:")[-1].split("'")[0] if "AccountId" in text else text
        actions = statement["Action"]
        granted[name] = set([actions] if isinstance(actions, str) else actions)

    expected = {**LEAST[source], "IdempotencyTable.Arn": TABLE}
    if source in ORDERED:
        expected["DeadLetterQueue.Arn"] = {"sqs:SendMessage"}
    assert "Events" not in function, "SAM's events bring managed policies for every source of the account"
    assert {name.split(", Value=")[0] if "Sub" not in name else name for name in granted} == set(expected)
    assert granted == expected


@pytest.mark.parametrize("source", SOURCES)
def test_events_hold_the_messages_as_the_source_delivers_them(source: str) -> None:
    project = render_project("event_consumer", consumer(f"{source}_filtered", "python"))
    first, second = json.loads(file(project, "tests/samples.json"))["messages"]
    batch = json.loads(file(project, "events/batch.json"))
    records = batch["Records"] if "Records" in batch else next(iter(batch["records"].values()))

    assert [message_in(source, record) for record in records] == [first, second]
    poison = json.loads(file(project, "events/poison.json"))
    assert len(poison["Records"] if "Records" in poison else next(iter(poison["records"].values()))) == 3


def message_in(source: str, record: dict[str, Any]) -> Any:
    if source in KAFKA:
        return json.loads(base64.b64decode(record["value"]))
    if source == "kinesis":
        return json.loads(base64.b64decode(record["kinesis"]["data"]))
    if source == "dynamodb":
        change = record["dynamodb"]
        image = change["OldImage"] if record["eventName"] == "REMOVE" else change["NewImage"]
        return {
            name: json.loads(value["N"]) if "N" in value else next(iter(value.values()))
            for name, value in image.items()
        }
    body = json.loads(record["body"])
    assert record["md5OfBody"] == hashlib.md5(record["body"].encode(), usedforsecurity=False).hexdigest()
    if source == "s3":
        detail = body["detail"]
        stored = {name: detail["object"][name] for name in ("key", "size", "etag", "sequencer")}
        return {"bucket": detail["bucket"]["name"], **stored}
    return body["detail"] if source == "eventbridge" else body


WRAPPED = {"sqs": "body", "sqs_fifo": "body", "kinesis": "data", "msk": "value", "kafka": "value"}


def with_texts(description: str, value: str, language: str, source: str) -> Project:
    fields = [
        {"name": "id", "required": True, "description": description},
        {"name": "kind", "enum": [value, "plain", "other"], "description": description},
    ]
    answers = {
        "project_name": "p",
        "source": source,
        "language": language,
        "message": {"name": "thing", "fields": fields},
    }
    return render_project("event_consumer", {**answers, "filter": {"kind": [value, "plain"]}})


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=12)
@given(
    description=TEXT,
    value=PRINTABLE.filter(lambda text: text not in {"plain", "other"}),
    source=st.sampled_from(sorted(set(SOURCES) - {"s3"})),
)
def test_nothing_a_user_types_becomes_code(language: str, description: str, value: str, source: str) -> None:
    project = with_texts(f"D {description}", value, language, source)
    benign = with_texts("A plain sentence.", "BENIGN", language, source)

    for made, plain in zip(project.files, benign.files, strict=True):
        if made.path.endswith((".yaml", ".yml", ".json", ".toml", ".py")):
            assert skeleton(parsed(made.path, made.content)) == skeleton(parsed(plain.path, plain.content)), made.path
        elif made.path.endswith((".ts", ".js")):
            expected = plain.content.replace('"BENIGN"', to_json(value))
            assert made.content == expected.replace("A plain sentence.", to_comment(f"D {description}")), made.path
        elif not made.path.endswith(".md"):
            assert made.content == plain.content, made.path
    template = parsed("template.yaml", file(project, "template.yaml"))["Resources"]
    if source == "eventbridge":
        seen = template["Rule"]["Properties"]["EventPattern"]["detail"]
    else:
        (each,) = template["Mapping"]["Properties"]["FilterCriteria"]["Filters"]
        pattern = json.loads(each["Pattern"])
        seen = pattern["dynamodb"]["NewImage"] if source == "dynamodb" else pattern[WRAPPED[source]]
    assert seen["kind"] == ({"S": [value, "plain"]} if source == "dynamodb" else [value, "plain"])
    if language == "python":
        assert any(
            value == node.value
            for node in ast.walk(ast.parse(file(project, "src/model.py")))
            if isinstance(node, ast.Constant)
        )


def test_every_source_has_a_filter_and_settings_to_try() -> None:
    assert set(FILTERS) == set(SOURCES)
