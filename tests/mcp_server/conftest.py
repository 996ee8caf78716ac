"""Fixtures of the tests that need an AWS account."""

from __future__ import annotations

import urllib.request
from collections.abc import Iterator

import pytest

from tests.mcp_server.aws_account import KEYS, Account, add_function, running


@pytest.fixture(scope="module")
def aws_server() -> Iterator[Account]:
    with running() as account:
        yield account


@pytest.fixture
def account(aws_server: Account, monkeypatch: pytest.MonkeyPatch) -> Account:
    for name, value in {**KEYS, "AWS_ENDPOINT_URL": aws_server.url}.items():
        monkeypatch.setenv(name, value)
    aws_server.faults.clear()
    urllib.request.urlopen(urllib.request.Request(f"{aws_server.url}/moto-api/reset", method="POST")).close()
    fresh = Account()
    aws_server.duration, aws_server.fails_below, aws_server.on_invoke = fresh.duration, 0, None
    aws_server.on_call = None
    aws_server.invoked.clear()
    add_function(aws_server)
    aws_server.calls.clear()
    return aws_server
