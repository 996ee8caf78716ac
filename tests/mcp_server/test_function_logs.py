"""How a function's log is read, against botocore's own model of CloudWatch Logs: queries that take time, pages of events."""

from __future__ import annotations

import contextlib
import datetime as dt
import time
from collections.abc import Iterator

import boto3
import pytest
from botocore.stub import Stubber

from mcp_server.aws import function_logs
from mcp_server.aws.sessions import Aws
from tests.mcp_server.aws_account import REGION, STREAM


@contextlib.contextmanager
def stubbed(monkeypatch: pytest.MonkeyPatch, service: str) -> Iterator[tuple[Aws, Stubber]]:
    """botocore's own model of a service: a wrong parameter fails, whatever moto takes."""
    client = boto3.client(service, region_name=REGION, aws_access_key_id="k", aws_secret_access_key="s")  # type: ignore[call-overload]
    monkeypatch.setattr(Aws, "_client", lambda *_, **__: client)
    with Stubber(client) as stub:
        yield Aws(REGION, "argument"), stub
        stub.assert_no_pending_responses()


def report(number: int, mb: int = 512) -> str:
    return f"REPORT RequestId: r-{number}\tDuration: {100 + number}.00 ms\tBilled Duration: 200 ms\tMemory Size: {mb} MB\tMax Memory Used: 9 MB"


def test_a_query_waits_for_its_end_and_says_what_it_scanned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(function_logs, "SLICES", 1)
    monkeypatch.setattr(time, "sleep", lambda _: None)
    row = [
        {"field": "@logStream", "value": STREAM},
        {"field": "@message", "value": report(1)},
        {"field": "@ptr", "value": "x"},
    ]
    with stubbed(monkeypatch, "logs") as (where, stub):
        stub.add_response("start_query", {"queryId": "q"})
        stub.add_response("get_query_results", {"status": "Scheduled", "results": []}, {"queryId": "q"})
        stub.add_response("get_query_results", {"status": "Running", "results": []}, {"queryId": "q"})
        stub.add_response(
            "get_query_results", {"status": "Complete", "results": [row], "statistics": {"bytesScanned": 2.5e9}}
        )
        logs = function_logs.read_logs(
            where, "/g", dt.datetime(2026, 1, 1, tzinfo=dt.UTC), dt.datetime(2026, 1, 15, tzinfo=dt.UTC)
        )

    assert logs is not None
    assert logs.how == "Logs Insights (2,500.0 MB scanned)"
    assert logs.report.measurements()[0].durations_ms == (101.0,)


def test_events_are_read_page_by_page(monkeypatch: pytest.MonkeyPatch) -> None:
    with stubbed(monkeypatch, "logs") as (where, stub):
        stub.add_client_error("start_query", "LimitExceededException")
        expected = {
            "logGroupName": "/g",
            "filterPattern": function_logs.PATTERN,
            "startTime": 1767225600000,
            "endTime": 1768435200000,
        }
        stub.add_response("filter_log_events", {"events": [{"message": report(1)}], "nextToken": "t"}, expected)
        stub.add_response("filter_log_events", {"events": [], "nextToken": "u"}, {**expected, "nextToken": "t"})
        stub.add_response("filter_log_events", {"events": [{"message": report(2)}]}, {**expected, "nextToken": "u"})
        logs = function_logs.read_logs(
            where, "/g", dt.datetime(2026, 1, 1, tzinfo=dt.UTC), dt.datetime(2026, 1, 15, tzinfo=dt.UTC)
        )

    assert logs is not None
    assert logs.report.measurements()[0].durations_ms == (101.0, 102.0)
