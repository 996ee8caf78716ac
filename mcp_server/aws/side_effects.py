"""Whether invoking a function may change anything: judged by what its role lets it do.

What a bucket's or queue's own policy allows the role besides, and what the code does without AWS, cannot be seen from there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from mcp_server.aws.failures import AwsError
from mcp_server.aws.functions import Function
from mcp_server.aws.sessions import Aws

_READS = ("get", "list", "describe", "query", "scan", "batchget", "head", "search", "select", "lookup", "view", "decrypt",
          "conditioncheck", "startquery", "partiqlselect", "retrieve")  # fmt: skip
_OWN = {
    "logs:createloggroup", "logs:createlogstream", "logs:putlogevents", "xray:puttracesegments", "xray:puttelemetryrecords",
    "cloudwatch:putmetricdata", "lambda:checkpointdurableexecution", "ec2:createnetworkinterface", "ec2:deletenetworkinterface",
    "ec2:assignprivateipaddresses", "ec2:unassignprivateipaddresses", "sts:getcalleridentity",
}  # fmt: skip
"""What a function does to be a function: logs, traces, metrics, its network interface."""


def side_effects(aws: Aws, function: Function) -> list[str]:
    """Why invoking this function may change something; nothing when its role only reads."""
    reasons = []
    if (function.configuration.get("VpcConfig") or {}).get("VpcId"):
        reasons.append("it runs in a VPC, where it may write to databases that no policy names")
    role = str(function.configuration.get("Role", "")).rsplit("/", 1)[-1]
    try:
        writes = sorted({action for document in _documents(aws, role) for action in _writes(document)})
    except AwsError as error:
        return [*reasons, f"what its role may do cannot be read ({error})"]
    if writes:
        more = f" and {len(writes) - 6} more" if len(writes) > 6 else ""
        reasons.append(f"its role may use {', '.join(writes[:6])}{more}")
    return reasons


def _documents(aws: Aws, role: str) -> Iterator[dict[str, Any]]:
    """Every policy of a role."""
    for page in aws.pages("iam", "ListRolePolicies", RoleName=role):
        for name in page["PolicyNames"]:
            yield _read(aws.call("iam", "GetRolePolicy", RoleName=role, PolicyName=name)["PolicyDocument"])
    for page in aws.pages("iam", "ListAttachedRolePolicies", RoleName=role):
        for attached in page["AttachedPolicies"]:
            arn = attached["PolicyArn"]
            version = aws.call("iam", "GetPolicy", PolicyArn=arn)["Policy"]["DefaultVersionId"]
            found = aws.call("iam", "GetPolicyVersion", PolicyArn=arn, VersionId=version)
            yield _read(found["PolicyVersion"]["Document"])


def _read(document: object) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(document) if isinstance(document, str) else document  # type: ignore[assignment]
    return found


def _writes(document: dict[str, Any]) -> Iterator[str]:
    """The actions that a policy allows and that are more than reading."""
    statements = document.get("Statement") or []
    for statement in [statements] if isinstance(statements, dict) else statements:
        if statement.get("Effect") != "Allow":
            continue
        if "NotAction" in statement:
            yield "everything but a few actions (NotAction)"
        actions = statement.get("Action") or []
        for action in [actions] if isinstance(actions, str) else actions:
            name = action.lower()
            if name not in _OWN and not name.partition(":")[2].startswith(_READS):
                yield action
