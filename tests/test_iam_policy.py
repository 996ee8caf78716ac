"""The policy in the README allows exactly what the code asks AWS for."""

from __future__ import annotations

import json
import re

import boto3
import pytest

from mcp_server.aws.failures import action_of, iam_actions
from tests.iam_policy import Call, calls, policy, policy_block


def actions() -> dict[str, set[str]]:
    statements: list[dict[str, object]] = policy()["Statement"]  # type: ignore[assignment]
    return {str(each["Sid"]): set(each["Action"]) for each in statements}  # type: ignore[call-overload]


@pytest.mark.parametrize("call", sorted(calls()), ids=lambda call: f"{call.service}:{call.operation}:{call.where}")
def test_a_call_is_an_operation_of_its_service(call: Call) -> None:
    client = boto3.client(call.service, region_name="eu-west-1")  # type: ignore[call-overload]

    assert call.operation in client.meta.service_model.operation_names
    signed = client.meta.service_model.signing_name
    assert action_of(call.service, call.operation).startswith(f"{ {'monitoring': 'cloudwatch'}.get(signed, signed) }:")


def test_what_only_reads_is_apart_from_logs_and_from_what_changes_a_function() -> None:
    found = actions()

    assert {"cloudwatch:GetMetricData", "lambda:GetFunctionConfiguration", "cloudformation:ListStackResources", "apigateway:GET", "states:ListStateMachines"} <= found["Read"]  # fmt: skip
    assert {"logs:StartQuery", "logs:FilterLogEvents"} == found["ReadLogs"]
    assert {"lambda:InvokeFunction", "lambda:PublishVersion", "lambda:UpdateFunctionConfiguration"} <= found[
        "TuneMemory"
    ]
    assert not any(re.search(r":(Put|Create|Update|Delete|Publish|Invoke)", name) for sid, names in found.items() if sid != "TuneMemory" for name in names)  # fmt: skip
    assert not any("*" in name for names in found.values() for name in names)


def test_every_call_is_allowed_once() -> None:
    allowed = [name for names in actions().values() for name in names]

    assert len(allowed) == len(set(allowed))
    free = set(iam_actions()["free"]["actions"])
    assert set(allowed) | free >= {action_of(each.service, each.operation) for each in calls()}


def test_the_block_is_the_policy_in_json() -> None:
    block = policy_block()

    assert json.loads(block.removeprefix("```json\n").removesuffix("```")) == policy()
    assert all(len(line) <= 130 for line in block.splitlines())
