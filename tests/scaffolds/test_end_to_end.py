"""From a client's call over stdio to a built API that answers: every operation, against a real DynamoDB API."""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
import yaml
from mcp import Client, StdioServerParameters
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server

from tests.samples import FUNCTIONS, LANGUAGES, SMALL
from tests.scaffolds.drive import PYTHON, TYPESCRIPT
from tests.scaffolds.test_projects import BIN, MACHINE, NODE_MODULES, RUNTIME, SAM, SamLoader, environment, run

pytestmark = [pytest.mark.projects, pytest.mark.node, pytest.mark.anyio]

OPERATIONS = {
    "create": "POST /notes",
    "get": "GET /notes/{id}",
    "list": "GET /notes",
    "update": "PATCH /notes/{id}",
    "delete": "DELETE /notes/{id}",
}


class Api:
    """The functions of a built project, each in a process of its own with only what was built."""

    def __init__(self, project: Path, language: str, endpoint: str) -> None:
        self.language, self.build, self.endpoint = language, project / ".aws-sam" / "build", endpoint
        self.template = yaml.load((self.build / "template.yaml").read_text("utf-8"), SamLoader)
        self.globals = self.template["Globals"]["Function"]
        self.processes: dict[str, list[subprocess.Popen[str]]] = {}
        self.locks = threading.Lock()
        self.log = project.parent / "functions.log"

    def function(self, route: str) -> tuple[str, dict[str, Any]]:
        method, path = route.split()
        for name, resource in self.template["Resources"].items():
            for event in (
                resource["Properties"].get("Events", {}).values()
                if resource["Type"] == "AWS::Serverless::Function"
                else ()
            ):
                if (event["Properties"]["Method"].upper(), event["Properties"]["Path"]) == (method, path):
                    return name, resource["Properties"]
        raise AssertionError(f"no function serves {route}")

    def start(self, route: str) -> subprocess.Popen[str]:
        _, properties = self.function(route)
        variables = {
            **self.globals["Environment"]["Variables"],
            **properties.get("Environment", {}).get("Variables", {}),
        }
        values = {name: value["Ref"] if isinstance(value, dict) else str(value) for name, value in variables.items()}
        folder = str((self.build / properties["CodeUri"]).resolve())
        driver = (
            [sys.executable, "-I", "-S", "-c", PYTHON]
            if self.language == "python"
            else [str(BIN / "node"), "--input-type=module", "-e", TYPESCRIPT]
        )
        with self.log.open("a") as log:  # a pipe that nobody reads would fill up and stop the function
            return subprocess.Popen(
                [*driver, folder, properties["Handler"]],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                cwd=folder,
                env=environment(
                    AWS_ENDPOINT_URL=self.endpoint,
                    AWS_ACCESS_KEY_ID="key",
                    AWS_SECRET_ACCESS_KEY="secret",
                    AWS_REGION="us-east-1",
                    POWERTOOLS_TRACE_DISABLED="true",
                    POWERTOOLS_TRACER_CAPTURE_HTTPS_REQUESTS="false",
                    **{name: value for name, value in values.items() if name != "NODE_OPTIONS"},
                ),
            )

    def call(
        self,
        operation: str,
        *,
        caller: str = "alice",
        id: str | None = None,
        body: Any = None,
        query: dict[str, str] | None = None,
        **headers: str,
    ) -> dict[str, Any]:
        route = OPERATIONS[operation]
        name, _ = self.function(route)
        with self.locks:
            idle = self.processes.setdefault(name, [])
            process = idle.pop() if idle else self.start(route)
        assert process.stdin
        assert process.stdout
        process.stdin.write(json.dumps(event(route, caller, id, body, query, headers)) + "\n")
        process.stdin.flush()
        line = process.stdout.readline()
        if not line:
            raise AssertionError(self.log.read_text("utf-8")[-3000:])
        with self.locks:
            idle.append(process)
        answer: dict[str, Any] = json.loads(line)
        assert "statusCode" in answer, f"{line[:2000]}\n{self.log.read_text('utf-8')[-3000:]}"
        answer["json"] = json.loads(answer["body"]) if answer.get("body") else None
        answer["headers"] = {key.lower(): value for key, value in (answer.get("headers") or {}).items()}
        return answer

    def stop(self) -> None:
        for processes in self.processes.values():
            for process in processes:
                process.kill()
                process.communicate()


def event(
    route: str, caller: str, id: str | None, body: Any, query: dict[str, str] | None, headers: dict[str, str]
) -> dict[str, Any]:
    """What an HTTP API sends, payload format 2.0: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html."""
    method, path = route.split()
    raw = path.replace("{id}", id or "")
    found: dict[str, Any] = {
        "version": "2.0",
        "routeKey": route,
        "rawPath": raw,
        "rawQueryString": "&".join(f"{key}={value}" for key, value in (query or {}).items()),
        "headers": {
            "content-type": "application/json",
            "host": "api.example.com",
            **{key.replace("_", "-"): value for key, value in headers.items()},
        },
        "requestContext": {
            "accountId": "123456789012",
            "apiId": "api",
            "authorizer": {
                "jwt": {
                    "claims": {"sub": caller, "iss": "https://issuer.example.com", "client_id": "c"},
                    "scopes": None,
                }
            },
            "domainName": "api.example.com",
            "domainPrefix": "api",
            "http": {
                "method": method,
                "path": raw,
                "protocol": "HTTP/1.1",
                "sourceIp": "192.0.2.1",
                "userAgent": "test",
            },
            "requestId": "JKJaXmPLvHcESHA=",
            "routeKey": route,
            "stage": "$default",
            "time": "21/Nov/2026:09:00:00 +0000",
            "timeEpoch": 1795251600000,
        },
        "isBase64Encoded": False,
    }
    if query:
        found["queryStringParameters"] = query
    if id is not None:
        found["pathParameters"] = {"id": id}
    if body is not None:
        found["body"] = json.dumps(body)
    return found


@pytest.fixture
def endpoint() -> Iterator[str]:
    # One request at a time, as DynamoDB does for one item: moto's own threads could let two conditional writes through.
    server = make_server("127.0.0.1", 0, DomainDispatcherApplication(create_backend_app))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    url = f"http://127.0.0.1:{server.server_port}"
    urllib.request.urlopen(urllib.request.Request(f"{url}/moto-api/reset", method="POST")).close()
    yield url
    server.shutdown()
    server.server_close()
    thread.join()


def create_tables(template: dict[str, Any], endpoint: str) -> None:
    dynamodb = boto3.client(
        "dynamodb",
        endpoint_url=endpoint,
        region_name="us-east-1",
        aws_access_key_id="key",
        aws_secret_access_key="secret",
    )
    for name, resource in template["Resources"].items():
        if resource["Type"] == "AWS::DynamoDB::Table":
            kept = {key: resource["Properties"][key] for key in ("AttributeDefinitions", "KeySchema", "BillingMode")}
            dynamodb.create_table(TableName=name, **kept)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("functions", FUNCTIONS)
async def test_one_call_becomes_an_api_that_keeps_its_promises(
    tmp_path: Path, endpoint: str, language: str, functions: str
) -> None:
    parameters = StdioServerParameters(
        command=sys.executable, args=["-m", "mcp_server"], cwd=tmp_path, env={"PATH": os.environ["PATH"]}
    )
    async with Client(parameters) as client:
        arguments = {
            "project_name": "note-taking",
            "resource": SMALL,
            "language": language,
            "functions": functions,
            "auth": "cognito",
            "output_dir": "notes",
        }
        result = await client.call_tool("scaffold_crud_api", arguments)
    assert result.structured_content
    project = Path(result.structured_content["output_dir"])

    built(project, language)
    api = Api(project, language, endpoint)
    create_tables(api.template, endpoint)
    try:
        exercise(api)
    finally:
        api.stop()


def built(project: Path, language: str) -> None:
    """Build it for this machine and the interpreter that is here, as a user with another runtime would."""
    template = project / "template.yaml"
    text = template.read_text("utf-8")
    text = re.sub(r"(?m)^    Runtime: .+$", f"    Runtime: {RUNTIME[language]}", text).replace(
        "      - arm64", f"      - {MACHINE}"
    )
    template.write_text(text, "utf-8")
    if language == "typescript":
        (project / "node_modules").symlink_to(NODE_MODULES)
    path = f"{SAM.parent}{os.pathsep}{BIN}{os.pathsep}{os.environ['PATH']}"
    run(["make", "--no-print-directory", "build"], project, PATH=path)


def exercise(api: Api) -> None:
    created = api.call("create", body={"title": "first"}, idempotency_key="key-1")
    assert created["statusCode"] == 201
    note = created["json"]
    assert (note["title"], note["version"], created["headers"]["etag"]) == ("first", 1, '"1"')
    assert created["headers"]["location"].endswith(f"/notes/{note['id']}")

    replayed = api.call("create", body={"title": "first"}, idempotency_key="key-1")
    assert (replayed["statusCode"], replayed["json"]["id"]) == (201, note["id"])
    assert len(api.call("list")["json"]["items"]) == 1
    assert api.call("create", body={"title": "other"}, idempotency_key="key-1")["statusCode"] == 422

    assert api.call("get", id=note["id"])["json"] == note
    for foreign in (
        api.call("get", id=note["id"], caller="mallory"),
        api.call("update", id=note["id"], caller="mallory", body={"title": "x"}, if_match='"1"'),
        api.call("delete", id=note["id"], caller="mallory"),
    ):
        assert (foreign["statusCode"], foreign["json"]["title"]) == (404, "Not Found")
    assert api.call("list", caller="mallory")["json"]["items"] == []

    answers: list[dict[str, Any]] = []
    racers = [
        threading.Thread(
            target=lambda n=n: answers.append(
                api.call("update", id=note["id"], body={"title": f"racer {n}"}, if_match='"1"')
            )
        )
        for n in range(2)
    ]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    assert sorted(answer["statusCode"] for answer in answers) == [200, 412]
    winner = next(answer["json"] for answer in answers if answer["statusCode"] == 200)
    assert api.call("get", id=note["id"])["json"] == winner
    assert winner["version"] == 2

    assert api.call("delete", id=note["id"])["statusCode"] == 204
    assert api.call("get", id=note["id"])["statusCode"] == 404
    assert api.call("delete", id=note["id"])["statusCode"] == 404

    made = [api.call("create", body={"title": f"note {n}"})["json"]["id"] for n in range(250)]
    seen: list[str] = []
    query = {"limit": "99"}
    while True:
        page = api.call("list", query=query)["json"]
        seen += [item["id"] for item in page["items"]]
        if page["next_cursor"] is None:
            break
        query = {"limit": "99", "cursor": page["next_cursor"]}
    assert sorted(seen) == sorted(made)
    assert len(set(seen)) == 250
    tampered = (
        base64.urlsafe_b64encode(bytes(reversed(base64.urlsafe_b64decode(query["cursor"] + "==")))).decode().rstrip("=")
    )
    for cursor in (tampered, query["cursor"][:-2], "nonsense"):
        assert api.call("list", query={"cursor": cursor})["statusCode"] == 400
    assert api.call("list", caller="mallory", query={"cursor": query["cursor"]})["statusCode"] == 400

    for body, status in (({"title": ""}, 422), ({"nope": 1}, 422), ({}, 422), (["list"], 400)):
        refused = api.call("create", body=body)
        assert refused["statusCode"] == status
        assert refused["headers"]["content-type"].startswith("application/problem+json")
        assert refused["json"]["status"] == status
