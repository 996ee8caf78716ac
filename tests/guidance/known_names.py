"""Every name that a text may call AWS's or ours: from botocore's models, CloudFormation's and SAM's schemas, the durable SDKs, this project."""

from __future__ import annotations

import functools
import inspect
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import samtranslator
from aws_durable_execution_sdk_python import DurableContext
from aws_durable_execution_sdk_python.config import MapConfig
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.batch import BatchProcessor
from aws_lambda_powertools.utilities.idempotency import IdempotencyConfig
from botocore.config import Config

from guidance import facts, practices, rules
from guidance.facts import DATA
from mcp_server.tools import TOOLS
from scaffolds import get_scaffold, scaffold_names
from tests.guidance.confirming import INSTALLED, model

SERVICES = (
    "apigateway", "apigatewayv2", "application-autoscaling", "cloudwatch", "dynamodb", "events", "kinesis", "lambda", "logs", "pipes",
    "scheduler", "sns", "sqs", "stepfunctions", "sts", "xray",
)  # fmt: skip
OTHERS = Path(__file__).with_name("names.toml")
_PARTS = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*")


@functools.cache
def names() -> frozenset[str]:
    """All of them, in one case: AWS writes the same name `Timeout` in a template and `timeout` in a CLI."""
    found = {*_services(), *_templates(), *_metrics(), *_durable(), *_libraries(), *_ours(), *_others()}
    return frozenset(each.casefold() for each in found)


def unknown(token: str) -> list[str]:
    """The parts of a token in backticks that are no known name; words of plain English and numbers are not looked up."""
    if token.casefold() in names():
        return []
    if token.startswith("AWS::"):
        return [token]
    parts = [part for part in _PARTS.findall(re.sub(r'"[^"]*"', "", token)) if len(part) > 2 and _technical(part)]
    return [part for part in parts if part.casefold() not in names()]


def _technical(part: str) -> bool:
    return bool(re.search(r"[a-z][A-Z]|_|^[A-Z][a-z]+$|^[A-Z]{4,}$", part))


def _services() -> Iterator[str]:
    for service in SERVICES:
        data = model(INSTALLED, service)
        yield from data["operations"]
        for name, shape in data["shapes"].items():
            yield name
            yield from shape.get("members", {}) if isinstance(shape.get("members"), dict) else ()
            yield from shape.get("enum", ())


def _templates() -> Iterator[str]:
    folder = INSTALLED / "cfnlint" / "data" / "schemas"
    kinds = json.loads((folder / "providers" / "us-east-1.json").read_text("utf-8"))
    for kind, name in kinds.items():
        if re.match(
            r"AWS::(Lambda|SQS|SNS|Events|Pipes|Logs|ApiGateway|StepFunctions|DynamoDB|Application|Serverless)", kind
        ):
            yield kind
            data = json.loads((folder / "resources" / f"{name}.json").read_text("utf-8"))
            yield from _properties(data)
    documented = Path(samtranslator.__file__).parent / "internal" / "schema_source" / "sam-docs.json"
    for properties in json.loads(documented.read_text("utf-8"))["properties"].values():
        yield from properties


def _properties(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("properties"), dict):
            yield from node["properties"]
        yield from (each for each in node.get("enum", ()) if isinstance(each, str))
        for child in node.values():
            yield from _properties(child)
    elif isinstance(node, list):
        for child in node:
            yield from _properties(child)


def _metrics() -> Iterator[str]:
    text = (DATA / "metrics.toml").read_text("utf-8")
    yield from re.findall(r'"([A-Za-z4-5.]+)"', text)


def _durable() -> Iterator[str]:
    for table in ("python", "typescript"):
        yield from _PARTS.findall((DATA / f"durable_code_{table}.toml").read_text("utf-8"))


def _libraries() -> Iterator[str]:
    for each in (DurableContext, MapConfig, BatchProcessor, Logger, IdempotencyConfig):
        yield each.__name__
        yield from dir(each)
        yield from inspect.signature(each).parameters
    yield from Config.OPTION_DEFAULTS


def _ours() -> Iterator[str]:
    for spec in TOOLS:
        yield spec.name
        yield from spec.arguments().model_fields
        yield from spec.result.model_fields
    yield from rules()
    yield from practices()
    yield from (*facts.facts(), *facts.prices())
    for name in scaffold_names():
        yield name
        yield from (source.path for source in get_scaffold(name).sources)


def _others() -> Iterator[str]:
    for group in tomllib.loads(OTHERS.read_text("utf-8"))["groups"]:
        yield from group["names"]
