"""Every event consumer, rendered in both languages, keeps its promises: template, linters, its own tests, and built against real APIs."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

import boto3
import pytest
import yaml
from samtranslator.translator.transform import transform

from guidance import Profile, check_template
from scaffolds import render_project
from scaffolds.catalog.event_consumer.settings import KAFKA, QUEUES
from scaffolds.model import Project
from tests.samples_consumers import CONSUMERS, LANGUAGES, SOURCES, consumer
from tests.scaffolds.drive import PYTHON, TYPESCRIPT
from tests.scaffolds.test_end_to_end import endpoint  # noqa: F401 - a fixture
from tests.scaffolds.test_projects import (
    BIN,
    MACHINE,
    NODE_MODULES,
    RUNTIME,
    SAM,
    ManagedPolicies,
    SamLoader,
    environment,
    file,
    passes_typescript_linters,
    run,
    written,
)

pytestmark = pytest.mark.projects
CHOSEN = [name for name in CONSUMERS if name not in SOURCES or name == "sqs"]
"""What each run of a compiler or of tests is worth: a project with a filter has all that the plain one has."""

ASKED_FOR = {"kinesis_filtered": ["streams-latest-start"], "eventbridge_tiny": ["lambda-x86-architecture"]}
"""What the checker has to say of answers that ask for it."""


def rendered(name: str, language: str, **more: Any) -> Project:
    return render_project("event_consumer", consumer(name, language, **more))


def template_of(project: Project) -> dict[str, Any]:
    template: dict[str, Any] = yaml.load(file(project, "template.yaml"), SamLoader)
    return template


@pytest.mark.parametrize(("name", "language"), [
    *((name, "python") for name in CONSUMERS), *((source, "typescript") for source in SOURCES),
])  # fmt: skip
def test_its_template_is_clean(name: str, language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    project = rendered(name, language)
    template = file(project, "template.yaml")
    path = written(project, tmp_path) / "template.yaml"

    # With its path, so that the rules which look at the code and at samconfig.toml see them.
    report = check_template(path.read_bytes(), path, profile=Profile.STRICT, sam=False)
    assert [finding.rule_id for finding in report.findings] == ASKED_FOR.get(name, [])
    packaged = template.replace("CodeUri: src/", "CodeUri: s3://bucket/key")  # as `sam package` leaves it
    resources = transform(yaml.load(packaged, SamLoader), {}, ManagedPolicies())["Resources"]
    assert resources["Mapping"]["Properties"]["FunctionName"] == {"Ref": "ConsumerFunctionAliaslive"}
    managed = json.dumps(resources["ConsumerFunctionRole"]["Properties"]["ManagedPolicyArns"])
    assert re.findall(r"AWS\w+", managed) == [
        "AWSLambdaBasicExecutionRole",
        "AWSXrayWriteOnlyAccess",
    ]


@pytest.mark.parametrize("source", SOURCES)
def test_its_queues_and_alarms_are_as_the_practices_want_them(source: str) -> None:
    resources = template_of(rendered(f"{source}_filtered", "python"))["Resources"]
    mapping, function = resources["Mapping"]["Properties"], resources["ConsumerFunction"]["Properties"]
    dead = resources["DeadLetterQueue"]["Properties"]
    alarms = {name for name, each in resources.items() if each["Type"] == "AWS::CloudWatch::Alarm"}

    assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert dead["MessageRetentionPeriod"] == 14 * 24 * 3600
    assert dead["SqsManagedSseEnabled"] is True
    behind = "OldestMessage" if source in QUEUES else "OffsetLag" if source in KAFKA else "IteratorAge"
    assert alarms == {f"{name}Alarm" for name in ("DeadLetters", "Failures", "Errors", "Throttles", behind)}
    if source in QUEUES:
        queue = resources["Queue"]["Properties"]
        window = mapping.get("MaximumBatchingWindowInSeconds", 0)
        assert queue["VisibilityTimeout"] >= 6 * function["Timeout"] + window
        assert queue["RedrivePolicy"]["maxReceiveCount"] == 5
        assert mapping["ScalingConfig"]["MaximumConcurrency"] >= 2
        assert "ReservedConcurrentExecutions" not in function
        assert "DestinationConfig" not in mapping
    else:
        assert mapping["DestinationConfig"]["OnFailure"]["Destination"] == {"Fn::GetAtt": ["DeadLetterQueue", "Arn"]}
        assert mapping["MaximumRetryAttempts"] >= 0
        assert mapping["BisectBatchOnFunctionError"] is True
    assert ("ProvisionedPollerConfig" in mapping) is (source in KAFKA)


def test_every_python_project_passes_its_linters(tmp_path: Path) -> None:
    for name in CONSUMERS:
        written(rendered(name, "python"), tmp_path / name)

    # Ruff reads each project's own settings; mypy runs in one process and keeps what it read of the libraries.
    assert "All checks passed!" in run([str(BIN / "ruff"), "check", "."], tmp_path)
    run([str(BIN / "ruff"), "format", "--check", "."], tmp_path)
    code = (
        "import os, sys; from mypy import api\n"
        "for folder in sys.argv[1:]:\n"
        "    os.chdir(folder); out, err, status = api.run([])\n"
        "    if status: sys.exit(folder + out + err)\n"
    )
    run([sys.executable, "-c", code, *(str(tmp_path / name) for name in CONSUMERS)], tmp_path)


@pytest.mark.parametrize("name", CHOSEN)
def test_a_python_project_passes_its_tests(name: str, tmp_path: Path) -> None:
    folder = written(rendered(name, "python"), tmp_path)
    output = run(["make", "--no-print-directory", "test", f"PYTHON={sys.executable}"], folder)

    assert re.search(r"^\d+ passed", output, re.MULTILINE), output[-500:]


def test_the_linters_of_a_python_project_are_called_by_its_makefile(tmp_path: Path) -> None:
    folder = written(rendered("kinesis_filtered", "python"), tmp_path)
    output = run(["make", "--no-print-directory", "lint", f"PYTHON={sys.executable}"], folder)

    assert "All checks passed!" in output
    assert "Success: no issues found" in output


@pytest.mark.node
def test_every_typescript_project_passes_its_linters(tmp_path: Path) -> None:
    passes_typescript_linters({name: rendered(name, "typescript") for name in CHOSEN}, tmp_path)


@pytest.mark.node
def test_every_typescript_project_passes_its_tests(tmp_path: Path) -> None:
    for name in CHOSEN:
        written(rendered(name, "typescript"), tmp_path / name)
    (tmp_path / "node_modules").symlink_to(NODE_MODULES)
    (tmp_path / "package.json").write_text('{"private": true, "type": "module"}')
    projects = ", ".join(f"'./{name}'" for name in CHOSEN)
    (tmp_path / "vitest.config.ts").write_text(
        f"import {{ defineConfig }} from 'vitest/config';\nexport default defineConfig({{ test: {{ projects: [{projects}] }} }});\n"
    )
    # One process for all of them: reading the libraries takes longer than the tests.
    output = run(["npx", "vitest", "run"], tmp_path)

    passed = re.search(r"Tests\s+(\d+) passed \(\1\)", output)
    assert passed, output[-3000:]
    assert int(passed[1]) > 20 * len(CHOSEN)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sam_cli_validates_it(language: str, tmp_path: Path) -> None:
    for name in ("sqs_fifo", "kafka") if language == "python" else ("msk", "s3_filtered"):
        path = tmp_path / f"{name}.yaml"
        path.write_text(file(rendered(name, language), "template.yaml"), "utf-8")
        assert "is a valid SAM Template" in run(
            [str(SAM), "validate", "--lint", "--template-file", str(path)], tmp_path
        )


@pytest.mark.node
@pytest.mark.parametrize(
    ("source", "language"),
    [("sqs", "python"), ("kinesis", "typescript"), ("sqs_fifo", "typescript"), ("kafka", "python")],
)
def test_built_it_consumes_once_and_sets_poison_aside_against_real_apis(
    source: str,
    language: str,
    tmp_path: Path,
    endpoint: str,  # noqa: F811 - the fixture
) -> None:
    folder = written(rendered(source, language, runtime=RUNTIME[language], architecture=MACHINE), tmp_path)
    run([str(SAM), "build", "--build-in-source" if language == "typescript" else "--cached"], folder)
    build = folder / ".aws-sam" / "build"
    built = yaml.load((build / "template.yaml").read_text("utf-8"), SamLoader)
    table = built["Resources"]["IdempotencyTable"]["Properties"]
    fifo = source == "sqs_fifo"
    dynamodb, sqs, url = apis(endpoint, table, fifo=fifo)
    batch, poison = (
        json.loads(file(rendered(source, language), f"events/{name}.json")) for name in ("batch", "poison")
    )

    answers = invoked(build / "ConsumerFunction", language, [batch, batch, poison], {
        "AWS_ENDPOINT_URL": endpoint, "AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_REGION": "us-east-1",
        "IDEMPOTENCY_TABLE_NAME": "done", "DEAD_LETTER_QUEUE_URL": url, "SAMPLE_PROCESSING": "allow",
        "POWERTOOLS_SERVICE_NAME": "orders", "POWERTOOLS_METRICS_NAMESPACE": "Orders", "POWERTOOLS_TRACE_DISABLED": "true",
        "POWERTOOLS_TRACER_CAPTURE_HTTPS_REQUESTS": "false",
    })  # fmt: skip

    reported, lines = answers
    assert reported[:2] == [{"batchItemFailures": []}] * 2
    assert len(dynamodb.scan(TableName="done")["Items"]) == 2
    assert {name: lines.count(f'"Orders{name}"') // 2 for name in ("Processed", "Repeated", "Rejected")} == {
        "Processed": 1,
        "Repeated": 2,
        "Rejected": 1,
    }
    aside = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, MessageAttributeNames=["All"]).get("Messages", [])
    if source == "sqs":
        assert reported[2] == {"batchItemFailures": [{"itemIdentifier": poison["Records"][1]["messageId"]}]}
        assert aside == []
    else:
        assert reported[2] == {"batchItemFailures": []}
        assert len(aside) == 1
        assert "JSON" in (
            aside[0]["MessageAttributes"]["Reason"]["StringValue"] if fifo else json.loads(aside[0]["Body"])["reason"]
        )


def apis(endpoint: str, table: dict[str, Any], *, fifo: bool) -> tuple[Any, Any, str]:  # noqa: F811 - the fixture's value
    """Clients of DynamoDB, with the idempotency table, and of SQS, with a dead-letter queue, whose URL comes last."""
    session = boto3.Session(aws_access_key_id="key", aws_secret_access_key="secret", region_name="us-east-1")
    dynamodb, sqs = session.client("dynamodb", endpoint_url=endpoint), session.client("sqs", endpoint_url=endpoint)
    dynamodb.create_table(
        TableName="done", **{key: table[key] for key in ("AttributeDefinitions", "KeySchema", "BillingMode")}
    )
    name, attributes = ("dead.fifo", {"FifoQueue": "true"}) if fifo else ("dead", {})
    return dynamodb, sqs, sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]


def invoked(folder: Path, language: str, events: list[Any], variables: dict[str, str]) -> tuple[list[Any], str]:
    """The answers of a built function to events, one after the other, and all that it wrote."""
    program = (
        [sys.executable, "-I", "-S", "-c", PYTHON]
        if language == "python"
        else [str(BIN / "node"), "--input-type=module", "-e", TYPESCRIPT]
    )
    done = subprocess.run(
        [*program, str(folder), "consumer.handler"], input="".join(json.dumps(event) + "\n" for event in events),
        capture_output=True, text=True, check=False, cwd=folder, env=environment(**variables),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return [json.loads(line) for line in done.stdout.splitlines()], done.stderr


def test_a_python_project_pins_what_this_environment_has() -> None:
    project = rendered("sqs_filtered", "python")
    pins = re.findall(
        r"^([\w.-]+)(?:\[.+\])?==(\S+)$",
        file(project, "src/requirements.txt") + file(project, "requirements-dev.txt"),
        re.MULTILINE,
    )

    assert len(pins) > 15
    assert dict(pins) == {name: version(name) for name, _ in pins}


def test_every_typescript_project_names_packages_of_the_one_install() -> None:
    here = Path(__file__).parent / "node" / "package.json"
    shared = json.loads(here.read_text("utf-8"))
    installed = {**shared["dependencies"], **shared["devDependencies"]}
    for name in CONSUMERS:
        manifest = json.loads(file(rendered(name, "typescript"), "package.json"))
        wanted = {**manifest["dependencies"], **manifest["devDependencies"]}
        assert wanted.items() <= installed.items()
