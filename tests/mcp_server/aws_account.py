"""An AWS account to test against, over HTTP: moto, with functions that run as a formula says and with faults that can be planted."""

from __future__ import annotations

import base64
import contextlib
import datetime as dt
import io
import json
import logging
import re
import threading
import time
import urllib.request
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import boto3
import pytest
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from mcp_server.errors import CallError
from mcp_server.progress import Progress
from mcp_server.settings import settings
from mcp_server.tools import TOOLS, Caller

REGION = "eu-west-1"
KEYS = {"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_REGION": REGION}
STREAM = "2026/10/08/[$LATEST]ab12"
TRUST = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}],
}
_INVOKED = re.compile(r"/2015-03-31/functions/([^/]+)/invocations")


@dataclass(frozen=True)
class Fault:
    """What an operation answers instead; so many times, or for ever."""

    code: str
    message: str = "no"
    status: int = 400
    times: int = 1_000_000


@dataclass
class Account:
    """The account: seed it through `client`, plant `faults` by operation, read `calls`."""

    url: str = ""
    faults: dict[str, Fault] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    """Operations, in order."""
    duration: Callable[[int, int], float] = lambda mb, number: 200_000 / min(mb, 1769) * (1 + 0.01 * (number % 5))
    """Milliseconds of an invocation, by memory and number."""
    fails_below: int = 0
    on_invoke: Callable[[int], None] | None = None
    """Called with the number of each invocation before it is answered."""
    on_call: Callable[[str], None] | None = None
    """Called with each operation before it is answered."""
    invoked: list[tuple[int, str]] = field(default_factory=list)
    """Memory and version of each invocation."""

    def client(self, service: str) -> Any:
        return boto3.client(  # type: ignore[call-overload]
            service, region_name=REGION, endpoint_url=self.url, aws_access_key_id="key", aws_secret_access_key="secret"
        )

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        request = Request({**environ, "wsgi.input": io.BytesIO(body)})
        name = operation(request)
        environ["wsgi.input"] = io.BytesIO(body)
        self.calls.append(name)
        if self.on_call is not None:
            self.on_call(name)
        fault = self.faults.get(name)
        if fault is not None and fault.times > 0:
            self.faults[name] = Fault(fault.code, fault.message, fault.status, fault.times - 1)
            return refusal(fault, xml=name.startswith("iam."))(environ, start_response)
        if invoked := _INVOKED.match(request.path):
            return self._invoke(invoked[1], request)(environ, start_response)
        return self._moto(environ, start_response)

    def __post_init__(self) -> None:
        self._moto = DomainDispatcherApplication(create_backend_app)

    def _invoke(self, name: str, request: Request) -> Response:
        number = len(self.invoked)
        found = self.client("lambda").get_function_configuration(FunctionName=name, Qualifier=request.args["Qualifier"])
        memory, version = found["MemorySize"], found["Version"]
        first = version not in {each for _, each in self.invoked}
        if self.on_invoke is not None:
            self.on_invoke(number)
        self.invoked.append((memory, version))
        if memory < self.fails_below:
            return Response(b'{"errorType":"Runtime.ExitError"}', headers={"X-Amz-Function-Error": "Unhandled"})
        took = self.duration(memory, number)
        line = (
            f"REPORT RequestId: invoked-{number}\tDuration: {took:.2f} ms\tBilled Duration: {int(took) + 1} ms\t"
            f"Memory Size: {memory} MB\tMax Memory Used: 60 MB\t" + ("Init Duration: 150.00 ms\t" if first else "")
        )
        tail = f"START RequestId: invoked-{number} Version: {version}\nhello\nEND RequestId: invoked-{number}\n{line}\n"
        return Response(b"{}", headers={"X-Amz-Log-Result": base64.b64encode(tail.encode()).decode()})


def operation(request: Request) -> str:
    """The operation that a request asks for, such as `logs.StartQuery`."""
    if target := request.headers.get("X-Amz-Target"):
        service = "logs" if target.startswith("Logs") else "cloudwatch"
        return f"{service}.{target.split('.')[-1]}"
    if match := re.search(r"/service/\w+/operation/(\w+)", request.path):
        return f"cloudwatch.{match[1]}"
    if action := request.form.get("Action"):
        return f"{'cloudwatch' if action in {'GetMetricData', 'PutMetricData'} else 'iam'}.{action}"
    path = request.path
    if "/invocations" in path:
        return "lambda.Invoke"
    if path.endswith("/versions"):
        return "lambda.ListVersionsByFunction" if request.method == "GET" else "lambda.PublishVersion"
    if "/aliases" in path:
        return f"lambda.{request.method}Alias"
    if path.endswith("/configuration"):
        return "lambda.GetFunctionConfiguration" if request.method == "GET" else "lambda.UpdateFunctionConfiguration"
    return "lambda.ListFunctions" if path.rstrip("/").endswith("/functions") else f"lambda.{request.method} {path}"


def refusal(fault: Fault, *, xml: bool) -> Response:
    if xml:
        error = f"<Error><Type>Sender</Type><Code>{fault.code}</Code><Message>{fault.message}</Message></Error>"
        return Response(f"<ErrorResponse>{error}</ErrorResponse>", fault.status, {"Content-Type": "text/xml"})
    body = json.dumps({"__type": fault.code, "message": fault.message, "Type": "User"})
    return Response(body, fault.status, {"x-amzn-errortype": fault.code, "Content-Type": "application/x-amz-json-1.1"})


@contextmanager
def running() -> Iterator[Account]:
    """An empty account, until the end of the block."""
    account = Account()
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, account, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    account.url = f"http://127.0.0.1:{server.server_port}"
    urllib.request.urlopen(urllib.request.Request(f"{account.url}/moto-api/reset", method="POST")).close()
    account.calls.clear()
    try:
        yield account
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def add_function(account: Account, name: str = "orders", **more: Any) -> None:
    iam = account.client("iam")
    with contextlib.suppress(iam.exceptions.EntityAlreadyExistsException):
        iam.create_role(RoleName="role", AssumeRolePolicyDocument=json.dumps(TRUST))
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("app.py", "def handler(event, context): ...")
    account.client("lambda").create_function(
        **{
            "FunctionName": name, "Runtime": "python3.13", "Role": "arn:aws:iam::123456789012:role/role", "Handler": "app.handler",
            "Code": {"ZipFile": code.getvalue()}, "MemorySize": 512, "Timeout": 30, "Architectures": ["arm64"], **more,
        }
    )  # fmt: skip


def add_logs(
    account: Account,
    sizes: dict[int, float],
    each: int = 40,
    days_ago: float = 3,
    group: str = "/aws/lambda/orders",
    stream: str = STREAM,
) -> None:
    """Warm report lines at each size, with a cold one before them."""
    logs = account.client("logs")
    with contextlib.suppress(logs.exceptions.ResourceAlreadyExistsException):
        logs.create_log_group(logGroupName=group)
    with contextlib.suppress(logs.exceptions.ResourceAlreadyExistsException):
        logs.create_log_stream(logGroupName=group, logStreamName=stream)
    start = int((time.time() - days_ago * 86_400) * 1000)
    events: list[dict[str, Any]] = [
        {
            "timestamp": start + number * 1000,
            "message": f"REPORT RequestId: {mb}-{number}\tDuration: {ms * (1 + number % 5 / 100):.2f} ms\tBilled Duration: 1 ms\t"
            f"Memory Size: {mb} MB\tMax Memory Used: 90 MB\t" + ("" if number else "Init Duration: 200.00 ms\t"),
        }
        for mb, ms in sizes.items()
        for number in range(each + 1)
    ]  # fmt: skip
    logs.put_log_events(
        logGroupName=group, logStreamName=stream, logEvents=sorted(events, key=lambda event: event["timestamp"])
    )


def add_metric(
    account: Account, namespace: str, metric: str, dimension: str, values: list[float], days_ago: float = 2
) -> None:
    at = dt.datetime.now(tz=dt.UTC) - dt.timedelta(days=days_ago)
    account.client("cloudwatch").put_metric_data(
        Namespace=namespace,
        MetricData=[{"MetricName": metric, "Dimensions": [{"Name": dimension, "Value": "orders"}], "Timestamp": at, "Value": value} for value in values],
    )  # fmt: skip


def call(tool: str, progress: Progress | None = None, **arguments: Any) -> Any:
    """What a tool returns that may write."""
    spec = next(spec for spec in TOOLS if spec.name == tool)
    validated = spec.arguments().model_validate(arguments)
    caller = Caller(settings({"allow_write": True}), progress or Progress())
    return spec.call(caller, {name: getattr(validated, name) for name in type(validated).model_fields})


def refused(tool: str = "recommend_memory", **arguments: Any) -> str:
    """What a tool says that refuses."""
    with pytest.raises(CallError) as error:
        call(tool, **{"function_name": "orders", **arguments})
    assert "\n" not in str(error.value)
    assert len(str(error.value)) < 600
    return str(error.value)
