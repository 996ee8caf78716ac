"""One account and region at a time: which one, why, and the calls that are made there.

Clients are made once for each profile, region and service, and shared by all calls and threads. `AWS_ENDPOINT_URL` counts, as
boto3 reads it. Every call goes through `Aws.call` or `Aws.pages` with literal names: the IAM policy can be read off the code.
"""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from botocore.parsers import ResponseParserError

from mcp_server import __version__
from mcp_server.aws.failures import AwsError, CredentialsError, explained
from mcp_server.settings import Settings

_REGION = re.compile(r"[a-z]{2,3}(-[a-z]+){1,2}-\d{1,2}")
_AGENT = f"serverless-practices-mcp/{__version__}"
_CONFIG = Config(
    connect_timeout=5, read_timeout=30, retries={"mode": "standard", "total_max_attempts": 4}, user_agent_extra=_AGENT,
    max_pool_connections=20,
)  # fmt: skip
_LONG = Config(
    connect_timeout=5, read_timeout=920, retries={"mode": "standard", "total_max_attempts": 1}, user_agent_extra=_AGENT,
    tcp_keepalive=True,
)  # fmt: skip
"""For invocations: as long as Lambda may take, and never twice."""
_FAILURES = (ClientError, BotoCoreError, ResponseParserError)
_lock = threading.Lock()
_clients: dict[tuple[object, ...], Any] = {}
_sessions: dict[tuple[object, ...], boto3.Session] = {}


@dataclass(frozen=True)
class Aws:
    """The account and region that calls go to, and where each was chosen."""

    region: str
    region_from: str
    profile: str | None = None
    profile_from: str | None = None
    _key: tuple[object, ...] = field(default=(), repr=False)

    @property
    def told(self) -> str:
        """Region and profile in words, such as "eu-west-1 (AWS_REGION), profile dev (argument)"."""
        profile = f", profile {self.profile} ({self.profile_from})" if self.profile else ""
        return f"{self.region} ({self.region_from}){profile}"

    def call(self, service: str, operation: str, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - boto3's
        """One call; the payload that Invoke answers with comes as bytes.

        Args:
            service: boto3's name of it, such as "lambda".
            operation: The API's name of it, such as "GetFunctionConfiguration".
            parameters: Its parameters.

        Raises:
            AwsError: when AWS cannot be asked or refuses.

        """
        client = self._client(service, long=operation == "Invoke")
        try:
            answer: dict[str, Any] = getattr(client, _method(operation))(**parameters)
            if operation == "Invoke":
                answer["Payload"] = answer["Payload"].read()
        except _FAILURES as error:
            raise self._told(error, service, operation) from None
        return answer

    def pages(self, service: str, operation: str, **parameters: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401
        """Every page of a call, one at a time.

        Raises:
            AwsError: when AWS cannot be asked or refuses.

        """
        client = self._client(service)
        try:
            yield from client.get_paginator(_method(operation)).paginate(**parameters)
        except _FAILURES as error:
            raise self._told(error, service, operation) from None

    def _client(self, service: str, *, long: bool = False) -> Any:  # noqa: ANN401 - boto3 makes clients at run time
        key = (*self._key, service, long)
        with _lock:  # making a client is not safe in several threads, using one is
            if key not in _clients:
                try:
                    session: Any = _session(self._key, self.profile)
                    made = session.client(service, region_name=self.region, config=_LONG if long else _CONFIG)
                    made.meta.events.register("before-parse", _refuse_cut)
                    _clients[key] = made
                except BotoCoreError as error:
                    raise self._told(error, service, "") from None
            return _clients[key]

    def _told(self, error: Exception, service: str, operation: str) -> Exception:
        told = explained(error, service, operation, self.told, self.profile)
        if isinstance(told, CredentialsError):
            forget(self._key)  # so that the next call reads the credentials anew
        return told


def aws(settings: Settings, region: str | None = None, profile: str | None = None) -> Aws:
    """Where calls go: arguments over the server's flags over AWS_REGION, AWS_DEFAULT_REGION and the profile.

    Raises:
        AwsError: when there is no region, or it or the profile cannot be one.

    """
    chosen, chosen_from = _first(
        (profile, "argument"), (settings.profile, "--profile"), (os.environ.get("AWS_PROFILE"), "AWS_PROFILE")
    )
    environment = hash(tuple(sorted(item for item in os.environ.items() if item[0].startswith("AWS_"))))
    with _lock:
        try:
            configured = _session((environment, chosen), chosen).region_name
        except BotoCoreError as error:
            raise explained(error, "sts", "", "", chosen) from None
    name, name_from = _first(
        (region, "argument"), (settings.region, "--region"), (os.environ.get("AWS_REGION"), "AWS_REGION"),
        (os.environ.get("AWS_DEFAULT_REGION"), "AWS_DEFAULT_REGION"), (configured, f"profile {chosen or 'default'}"),
    )  # fmt: skip
    if name is None:
        raise AwsError(
            "No region is set: pass `region`, start the server with --region, or set AWS_REGION or the region of the profile."
        )
    if not _REGION.fullmatch(name):
        raise AwsError(f"region: '{name[:40]}' is not the name of a region; they look like eu-west-1.")
    return Aws(name, str(name_from), chosen, chosen_from, (environment, chosen, name))


def forget(key: tuple[object, ...]) -> None:
    """Let go of what was made for an account, so that credentials are read anew."""
    with _lock:
        for each in [each for each in _clients if each[: len(key)] == key]:
            del _clients[each]
        _sessions.pop(key[:2], None)


def _session(key: tuple[object, ...], profile: str | None) -> boto3.Session:
    """The session of a profile; the lock is held."""
    if key[:2] not in _sessions:
        _sessions[key[:2]] = boto3.Session(profile_name=profile)
    return _sessions[key[:2]]


def _refuse_cut(operation_model: Any, response_dict: dict[str, Any], **_: object) -> None:  # noqa: ANN401 - botocore's
    """JSON that ends early: botocore would take it for an empty answer."""
    body = response_dict.get("body")
    if operation_model.service_model.resolved_protocol not in {"json", "rest-json"} or not isinstance(body, bytes):
        return
    text = body.strip()
    if text and (text[:1] + text[-1:]) not in {b"{}", b"[]"} and response_dict["status_code"] < 300:
        raise ResponseParserError(f"an answer of {len(body)} bytes is no JSON")


def _first(*choices: tuple[str | None, str]) -> tuple[str | None, str | None]:
    return next(((value, whence) for value, whence in choices if value), (None, None))


def _method(operation: str) -> str:
    """boto3's name of an operation: GetMetricData is get_metric_data."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", operation).lower()
