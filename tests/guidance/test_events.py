"""Every trigger's sample is what AWS's libraries take it for, and its handlers, typed strictly, do with it what they say."""

from __future__ import annotations

import importlib
import json
import re
import runpy
import shutil
import subprocess
import sys
import urllib.request
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import tree_sitter
import tree_sitter_typescript
from aws_lambda_powertools.utilities import data_classes
from aws_lambda_powertools.utilities.data_classes.common import DictWrapper
from hypothesis import given
from hypothesis import strategies as st

from guidance import events
from guidance.events import EventSource, UnknownEventSourceError, event_source, event_sources
from guidance.events.typed import SchemaError, typed_code
from tests.conftest import ROOT
from tests.scaffolds.test_projects import NODE_MODULES, environment

HERE = Path(events.__file__).parent
SOURCES = event_sources().values()
CONTEXT = SimpleNamespace(function_name="orders", get_remaining_time_in_millis=lambda: 30_000, memory_limit_in_mb=512)
SHAPED_BY_THE_USER = {"documentdb", "eventbridge-scheduler", "iot-rule", "lex", "step-functions-task"}
"""Powertools has no class for these."""

BATCHES = ("sqs", "kinesis", "dynamodb")

ids = pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)


class Calls(list[tuple[str, dict[str, Any]]]):
    """A client of boto3 that only notes what it is asked."""

    def __getattr__(self, operation: str) -> Any:
        return lambda **parameters: self.append((operation, parameters))


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Calls:
    calls = Calls()
    monkeypatch.setattr("boto3.client", lambda _service: calls)

    def put(request: urllib.request.Request, timeout: float) -> Any:
        calls.append((f"{request.method} {request.full_url}", json.loads(request.data or b"")))  # type: ignore[arg-type]
        return SimpleNamespace(close=lambda: None)

    monkeypatch.setattr("urllib.request.urlopen", put)
    return calls


def run(source: EventSource, event: Any = None) -> Any:
    handler = runpy.run_path(str(HERE / source.name / "handler.py"))["handler"]
    return handler(source.event if event is None else event, CONTEXT)


def test_there_are_the_triggers_that_people_have_and_each_name_means_one() -> None:
    assert len(SOURCES) >= 25
    names = [name for source in SOURCES for name in {events._plain(each) for each in (source.name, *source.aliases)}]
    assert len(names) == len(set(names))
    assert {source.name for source in SOURCES if source.python_type is None} == SHAPED_BY_THE_USER


@ids
def test_it_says_where_it_is_from_and_names_nobody(source: EventSource) -> None:
    pages = [*source.sources, *(trap.source for trap in source.traps)]
    assert len(source.traps) >= 2
    assert all(page.startswith("https://docs.aws.amazon.com/") for page in pages)
    text = "".join(path.read_text("utf-8") for path in (HERE / source.name).iterdir())
    assert set(re.findall(r"(?<![\d-])\d{12}(?![\d-])", text)) <= {"123456789012", "000000000000"}
    assert not re.search(r"AKIA[0-9A-Z]{16}", text)


@ids
def test_its_sample_is_what_powertools_takes_it_for(source: EventSource) -> None:
    if source.parser:
        models = importlib.import_module("aws_lambda_powertools.utilities.parser.models")
        getattr(models, source.parser).model_validate(source.event)
    if source.python_type:
        modules = [data_classes, *(importlib.import_module(f"{data_classes.__name__}.{name}") for name in _CLASSES)]
        found = next(getattr(module, source.python_type) for module in modules if hasattr(module, source.python_type))
        assert issubclass(found, DictWrapper)
        assert source.python_type in source.handler("python") or "process_partial_response" in source.handler("python")


_CLASSES = (
    "active_mq_event", "api_gateway_authorizer_event", "appsync_authorizer_event", "cognito_user_pool_event", "rabbit_mq_event"
)  # fmt: skip


@ids
def test_its_python_handler_takes_the_sample(source: EventSource, calls: Calls) -> None:
    json.dumps(run(source))
    assert bool(calls) == (source.name in {"cloudformation-custom-resource", "codepipeline", "config-rule"})


def one_bad_of_two(name: str) -> tuple[Any, str]:
    """A batch of a good and a bad record, and what names the bad one."""
    event = event_source(name).event
    good, bad = event["Records"][0], json.loads(json.dumps(event["Records"][0]))
    if name == "sqs":
        good["messageId"], bad["body"] = "0a0a0a0a-0000-4000-8000-000000000000", "no JSON"
        identifier = bad["messageId"]
    elif name == "kinesis":
        good["kinesis"]["sequenceNumber"], bad["kinesis"]["data"] = "1", "bm8="
        identifier = bad["kinesis"]["sequenceNumber"]
    else:
        good["dynamodb"]["SequenceNumber"], bad["dynamodb"]["NewImage"] = "1", {"id": {"S": "42"}, "quantity": 5}
        identifier = bad["dynamodb"]["SequenceNumber"]
    return {"Records": [good, bad]}, identifier


@pytest.mark.parametrize("name", BATCHES)
def test_a_bad_record_of_two_is_reported_alone(name: str) -> None:
    event, identifier = one_bad_of_two(name)

    assert run(event_source(name), event) == {"batchItemFailures": [{"itemIdentifier": identifier}]}


def test_the_key_of_an_object_is_decoded(capsys: pytest.CaptureFixture[str]) -> None:
    run(event_source("s3"))

    assert json.loads(capsys.readouterr().out)["key"] == "incoming/red mug, large.json"


def test_a_custom_resource_answers_whatever_happens(calls: Calls) -> None:
    event = event_source("cloudformation-custom-resource").event
    del event["ResourceProperties"]["Count"]
    run(event_source("cloudformation-custom-resource"), event)

    ((method, body),) = calls
    assert method == f"PUT {event['ResponseURL']}"
    assert (body["Status"], body["PhysicalResourceId"]) == ("FAILED", "seed-Seed")


def test_python_handlers_are_typed_strictly(tmp_path: Path) -> None:
    for source in SOURCES:
        shutil.copy(HERE / source.name / "handler.py", tmp_path / f"{source.name.replace('-', '_')}.py")
    settings = "[mypy]\nstrict = True\n[mypy-boto3.*]\nignore_missing_imports = True\n"
    (tmp_path / "mypy.ini").write_text(settings)

    for command in (
        ["mypy", "."],
        ["ruff", "check", "--isolated", "--select", "E,F,I,B,UP,RUF", "--line-length", "120"],
    ):
        done = subprocess.run(
            [sys.executable, "-m", *command],
            cwd=tmp_path,
            env=environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout


@pytest.mark.node
@pytest.mark.projects
def test_typescript_handlers_are_typed_strictly_and_take_the_samples(tmp_path: Path) -> None:
    for source in SOURCES:
        shutil.copy(HERE / source.name / "handler.ts", tmp_path / f"{source.name}.ts")
    (tmp_path / "node_modules").symlink_to(NODE_MODULES)
    (tmp_path / "package.json").write_text('{"private": true, "type": "module"}')
    shared = ROOT / "scaffolds" / "shared" / "typescript" / "tsconfig.json.j2"
    (tmp_path / "tsconfig.json").write_text(
        shared.read_text("utf-8").replace('["src", "tests", "*.config.*"]', '["*.ts"]')
    )
    given = {source.name: [source.name, source.event] for source in SOURCES}
    bad = {f"bad {name}": one_bad_of_two(name) for name in BATCHES}
    given |= {case: [case.removeprefix("bad "), event] for case, (event, _) in bad.items()}
    (tmp_path / "run.mjs").write_text(_RUN % json.dumps(given))

    for command in (["npx", "tsc", "--noEmit", "--project", "."], ["node", "run.mjs"]):
        done = subprocess.run(
            command, cwd=tmp_path, env=environment(), capture_output=True, text=True, check=False, timeout=300
        )
        assert done.returncode == 0, done.stdout + done.stderr
    answers, said = json.loads(done.stdout.splitlines()[-1])
    assert set(answers) == set(given)
    assert answers["sqs"] == answers["kinesis"] == answers["dynamodb"] == {"batchItemFailures": []}
    assert answers["cloudformation-custom-resource"] == {"put": "SUCCESS"}
    assert answers["alb"]["body"] == '{"name":"red mug"}'
    assert {case: answers[case] for case in bad} == {
        case: {"batchItemFailures": [{"itemIdentifier": identifier}]} for case, (_, identifier) in bad.items()
    }
    assert json.loads(said["s3"][0])["key"] == "incoming/red mug, large.json"


_RUN = """
const given = %s;
const answers = {};
const said = {};
let put, lines;
globalThis.fetch = async (_, { body }) => { put = JSON.parse(body).Status; return new Response(""); };
console.log = (line) => lines.push(line);
for (const [name, [folder, event]] of Object.entries(given)) {
  const { handler } = await import(`./${folder}.ts`);
  put = undefined;
  lines = said[name] = [];
  answers[name] = (await handler(event)) ?? (put ? { put } : null);
}
process.stdout.write(JSON.stringify([answers, said]) + "\\n");
"""


@pytest.mark.parametrize(
    ("asked", "found"),
    [("SQS", "sqs"), ("Amazon SQS", "sqs"), ("DynamoDB stream", "dynamodb"), ("http api", "api-gateway-http"),
     ("AWS::Events", "eventbridge"), ("S3 event", "s3"), ("function url", "function-url"), ("EventBridge Scheduler", "eventbridge-scheduler")],
)  # fmt: skip
def test_a_trigger_is_found_by_what_people_call_it(asked: str, found: str) -> None:
    assert event_source(asked).name == found


def test_an_unknown_trigger_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownEventSourceError, match=r"There is no trigger 'kafak'; did you mean kafka"):
        event_source("kafak")
    with pytest.raises(UnknownEventSourceError, match=r"there are: activemq, alb"):
        event_source("\x00" * 9999)


SCHEMA = {
    "openapi": "3.0.0",
    "components": {
        "schemas": {
            "AWSEvent": {
                "type": "object",
                "required": ["detail-type", "detail"],
                "properties": {"detail": {"$ref": "#/components/schemas/Order Placed"}, "detail-type": {"type": "string"}},
            },
            "Order Placed": {
                "type": "object",
                "required": ["id"],
                "properties": {
                    "id": {"type": "string"},
                    "lines": {"type": "array", "items": {"type": "object", "properties": {"n": {"type": "integer", "nullable": True}}}},
                    "state": {"enum": ["open", "it's \"closed\""]},
                },
            },
        }
    },
}  # fmt: skip


def test_a_schema_becomes_typed_dicts() -> None:
    assert typed_code(json.dumps(SCHEMA), "python") == (
        "from __future__ import annotations\n\n"
        "from typing import Literal, NotRequired, TypedDict\n\n\n"
        "AWSEvent = TypedDict('AWSEvent', {'detail': 'OrderPlaced', 'detail-type': 'str'})\n\n\n"
        "class OrderPlaced(TypedDict):\n"
        "    id: str\n"
        "    lines: NotRequired[list[OrderPlacedLinesItem]]\n"
        "    state: NotRequired[Literal['open', 'it\\'s \"closed\"']]\n\n\n"
        "class OrderPlacedLinesItem(TypedDict):\n"
        "    n: NotRequired[int | None]\n"
    )


def test_a_schema_becomes_interfaces() -> None:
    assert typed_code(json.dumps(SCHEMA), "typescript") == (
        'export interface AWSEvent {\n  detail: OrderPlaced;\n  "detail-type": string;\n}\n\n'
        "export interface OrderPlaced {\n  id: string;\n  lines?: OrderPlacedLinesItem[];\n"
        "  state?: \"open\" | \"it's \\\"closed\\\"\";\n}\n\n"
        "export interface OrderPlacedLinesItem {\n  n?: number | null;\n}\n"
    )  # fmt: skip


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"components": {"schemas": {}}}', "[" * 100_000, "null"])
def test_what_is_no_schema_is_refused(content: str) -> None:
    with pytest.raises(SchemaError, match=r"^The schema "):
        typed_code(content, "python")


KEYS = st.one_of(st.sampled_from(["id", "class", "detail-type", "__x", "$ref"]), st.text(max_size=12))
SCHEMAS = st.recursive(
    st.one_of(
        st.sampled_from([{"type": "string"}, {"type": ["integer", "null"]}, {"$ref": "#/definitions/A"}, {}, None, 5, {"type": 5}]),
        st.builds(lambda values: {"enum": values}, st.lists(st.one_of(st.text(max_size=9), st.integers(), st.none()), max_size=3)),
    ),
    lambda inner: st.one_of(
        st.builds(lambda item: {"type": "array", "items": item}, inner),
        st.builds(
            lambda properties, required: {"type": "object", "properties": properties, "required": required},
            st.dictionaries(KEYS, inner, max_size=4), st.lists(KEYS, max_size=2),
        ),
        st.builds(lambda parts: {"allOf": parts}, st.lists(inner, max_size=2)),
        st.builds(lambda parts: {"oneOf": parts}, st.lists(inner, max_size=2)),
    ),
    max_leaves=12,
)  # fmt: skip


@given(root=SCHEMAS, definitions=st.dictionaries(st.one_of(st.just("A"), st.text(max_size=9)), SCHEMAS, max_size=3))
def test_whatever_a_schema_says_the_code_is_code(root: Any, definitions: Any) -> None:
    schema = {**root, "definitions": definitions} if isinstance(root, dict) else {"definitions": definitions}
    try:
        python, typescript = (typed_code(json.dumps(schema), language) for language in ("python", "typescript"))
    except SchemaError:
        return
    exec(compile(python, "<types>", "exec"), {})
    parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_typescript.language_typescript()))
    assert not parser.parse(typescript.encode()).root_node.has_error, typescript
