"""An AWS account with a day behind it: moto over HTTP, with metrics from a seed, percentiles among them, and an incident in it."""

from __future__ import annotations

import datetime as dt
import io
import json
import logging
import math
import re
import threading
import urllib.request
from bisect import bisect_left
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

from moto.cloudwatch.models import CloudWatchBackend
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from tests.mcp_server.aws_account import Account

STEP = 300
"""Seconds between the samples of the seed."""
ACCOUNT_ID = "123456789012"
Dimensions = tuple[tuple[str, str], ...]
Key = tuple[str, str, Dimensions]
_SIGNED = re.compile(r"Credential=[^/]+/\d+/[\w-]*/([\w-]+)/aws4_request")
_REST = (
    ("lambda", "GET", r".*/functions/[^/]+/configuration", "GetFunctionConfiguration"),
    ("lambda", "GET", r".*/functions/[^/]+/concurrency", "GetFunctionConcurrency"),
    ("lambda", "GET", r".*/functions/[^/]+/provisioned-concurrency", "ListProvisionedConcurrencyConfigs"),
    ("lambda", "GET", r".*/account-settings/?", "GetAccountSettings"),
    ("lambda", "GET", r".*/functions/?", "ListFunctions"),
    ("apigateway", "GET", r"/v2/apis/[^/]+", "GetApi"),
    ("apigateway", "GET", r"/v2/apis/?", "GetApis"),
    ("apigateway", "GET", r"/restapis/[^/]+", "GetRestApi"),
    ("apigateway", "GET", r"/restapis/?", "GetRestApis"),
)


@dataclass
class Observed(Account):
    """The account. `metric` adds samples, `values` gives them back for computing; all calls but GetMetricData are moto's own."""

    series: dict[Key, dict[int, list[float]]] = field(default_factory=dict)
    configuration: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What GetFunctionConfiguration says besides of a function: what moto does not know yet."""
    held: threading.Event = field(default_factory=threading.Event)
    """What a fault of the code "hold" waits for."""
    provisioned: dict[str, list[str]] = field(default_factory=dict)
    """Qualifiers of functions with provisioned concurrency, of which moto knows nothing."""
    cold: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Invocations and cold starts that Logs Insights counts, by log group; moto cannot count. Empty: moto answers."""
    queries: list[dict[str, Any]] = field(default_factory=list)
    """Those that were started while `cold` is set."""
    _kept: dict[tuple[Key, float, float, int], dict[float, list[float]]] = field(default_factory=dict)

    def metric(self, namespace: str, name: str, samples: dict[int, list[float]], **dimensions: str) -> None:
        """Samples by second since 1970."""
        self._kept.clear()
        known = self.series.setdefault((namespace, name, _key(dimensions)), {})
        for at, values in samples.items():
            known.setdefault(at, []).extend(values)

    def values(self, namespace: str, name: str, start: float, end: float, **dimensions: str) -> list[float]:
        """The samples of a stretch of time."""
        known = self.series.get((namespace, name, _key(dimensions)), {})
        return [value for at, values in known.items() if start <= at < end for value in values]

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        request = Request({**environ, "wsgi.input": io.BytesIO(body)})
        environ["wsgi.input"] = io.BytesIO(body)
        name = called(request)
        self.calls.append(name)
        if self.on_call is not None:
            self.on_call(name)
        fault = self.faults.get(name)
        if fault is not None and fault.code == "hold":
            self.held.wait(30)
        elif fault is not None:
            return refused(name, fault.code, fault.message, fault.status)(environ, start_response)
        if name == "lambda.ListProvisionedConcurrencyConfigs":
            function = request.path.split("/")[-2]
            arn = f"arn:aws:lambda:eu-west-1:{ACCOUNT_ID}:function:{function}"
            configs = [
                {"FunctionArn": f"{arn}:{each}", "Status": "READY"} for each in self.provisioned.get(function, ())
            ]
            return Response(json.dumps({"ProvisionedConcurrencyConfigs": configs}))(environ, start_response)
        if self.cold and name in {"logs.StartQuery", "logs.GetQueryResults"}:
            return self._cold(name, json.loads(body))(environ, start_response)
        if name == "lambda.GetAccountSettings":
            return Response('{"AccountLimit": {"ConcurrentExecutions": 1000}}')(environ, start_response)
        answer = Response.from_app(self._moto, environ)
        function = request.path.split("/")[-2] if name == "lambda.GetFunctionConfiguration" else ""
        if function in self.configuration and answer.status_code == 200:
            answer.set_data(json.dumps({**json.loads(answer.get_data()), **self.configuration[function]}))
        return answer(environ, start_response)

    def _cold(self, name: str, asked: dict[str, Any]) -> Response:
        if name == "logs.StartQuery":
            self.queries.append(asked)
            return Response(json.dumps({"queryId": asked["logGroupName"]}))
        invocations, cold = self.cold[asked["queryId"]]
        row = [{"field": "invocations", "value": str(invocations)}, {"field": "cold0", "value": str(cold)}]
        statistics = {"recordsMatched": 1.0, "recordsScanned": 1.0, "bytesScanned": 2_500_000.0}
        return Response(json.dumps({"status": "Complete", "results": [row], "statistics": statistics}))

    def metric_data(
        self, queries: list[dict[str, Any]], start_time: dt.datetime, end_time: dt.datetime
    ) -> list[dict[str, Any]]:
        """What CloudWatch's GetMetricData answers: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html."""
        if len(queries) > 500:
            raise AssertionError("a call takes 500 queries at most")
        return [self._result(query, _epoch(start_time), _epoch(end_time)) for query in queries]

    def _result(self, query: dict[str, Any], start: float, end: float) -> dict[str, Any]:
        stat = query["MetricStat"]
        metric, period = stat["Metric"], int(stat["Period"])
        dimensions = {each["Name"]: each["Value"] for each in metric.get("Dimensions", ())}
        periods = self._periods((metric["Namespace"], metric["MetricName"], _key(dimensions)), start, end, period)
        return {
            "id": query["Id"],
            "label": "",
            "timestamps": [dt.datetime.fromtimestamp(at, tz=dt.UTC) for at in periods],
            "values": [statistic(values, stat["Stat"]) for values in periods.values()],
            "status_code": "Complete",
        }

    def _periods(self, key: Key, start: float, end: float, period: int) -> dict[float, list[float]]:
        """The samples by period, sorted; kept, as several statistics are asked of the same ones."""
        wanted = (key, start, end, period)
        if wanted not in self._kept:
            known = self.series.get(key, {})
            times = sorted(known)
            periods: dict[float, list[float]] = {}
            for at in times[bisect_left(times, start) : bisect_left(times, end)]:
                periods.setdefault(start + (at - start) // period * period, []).extend(known[at])
            if len(self._kept) > 2_000:
                self._kept.clear()
            self._kept[wanted] = {at: sorted(values) for at, values in periods.items()}
        return self._kept[wanted]


def statistic(values: list[float], name: str) -> float:
    """A statistic of sorted samples; percentiles by the nearest rank."""
    if name.startswith("p"):
        return values[max(0, math.ceil(float(name[1:]) / 100 * len(values)) - 1)]
    simple: dict[str, Callable[[list[float]], float]] = {
        "Sum": sum, "Maximum": max, "Minimum": min, "SampleCount": len, "Average": lambda found: sum(found) / len(found),
    }  # fmt: skip
    return float(simple[name](values))


def called(request: Request) -> str:
    """The operation that a request asks for, such as `sqs.GetQueueUrl`."""
    signed = _SIGNED.search(request.headers.get("Authorization", ""))
    service = {"monitoring": "cloudwatch"}.get(signed[1], signed[1]) if signed else "none"
    if target := request.headers.get("X-Amz-Target"):
        return f"{service}.{target.split('.')[-1]}"
    if match := re.search(r"/operation/(\w+)", request.path):
        return f"{service}.{match[1]}"
    if action := request.form.get("Action"):
        return f"{service}.{action}"
    found = (
        name
        for of, method, path, name in _REST
        if (of, method) == (service, request.method) and re.fullmatch(path, request.path)
    )
    return f"{service}.{next(found, f'{request.method} {request.path}')}"


def refused(name: str, code: str, message: str, status: int) -> Response:
    """An error in the protocol of the service that is asked."""
    service = name.partition(".")[0]
    if code == "cut":
        return Response(b"<cut", 200)
    if service in {"cloudformation", "sns", "sts", "iam"}:
        error = f"<Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error>"
        return Response(f"<ErrorResponse>{error}</ErrorResponse>", status, {"Content-Type": "text/xml"})
    body = json.dumps({"__type": code, "message": message})
    return Response(body, status, {"x-amzn-errortype": code, "Content-Type": "application/x-amz-json-1.1"})


def _key(dimensions: dict[str, str]) -> Dimensions:
    return tuple(sorted(dimensions.items()))


def _epoch(time: dt.datetime) -> float:
    return (time if time.tzinfo else time.replace(tzinfo=dt.UTC)).timestamp()


def _patched(account: Observed) -> Any:
    def get_metric_data(
        _: CloudWatchBackend, queries: list[dict[str, Any]], start_time: dt.datetime, end_time: dt.datetime, **__: str
    ) -> list[dict[str, Any]]:
        return account.metric_data(queries, start_time, end_time)

    return patch.object(CloudWatchBackend, "get_metric_data", get_metric_data)


@contextmanager
def observed() -> Iterator[Observed]:
    """An empty account, until the end of the block."""
    account = Observed()
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, account, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    account.url = f"http://127.0.0.1:{server.server_port}"
    urllib.request.urlopen(urllib.request.Request(f"{account.url}/moto-api/reset", method="POST")).close()
    try:
        with _patched(account):
            yield account
    finally:
        account.held.set()
        server.shutdown()
        server.server_close()
        thread.join()
