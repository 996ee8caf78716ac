"""What Lambda knows of one function: its configuration, and the memory sizes that its versions have."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from mcp_server.aws.failures import AwsError, NotFoundError
from mcp_server.aws.sessions import Aws
from mcp_server.errors import CallError

_NAME = re.compile(
    r"(?:arn:[\w-]+:lambda:(?P<region>[\w-]+):(?P<account>\d{12}):function:|(?P<owner>\d{12}):(?:function:)?)?"
    r"(?P<name>[\w-]{1,64})(?::(?P<qualifier>[\w$-]{1,128}))?"
)
_MOST_LISTED = 2_000
_MOST_LISTS = 10
_INSIGHTS = re.compile(r"layer:LambdaInsightsExtension")


@dataclass(frozen=True)
class Target:
    """A function as a caller names it."""

    name: str
    """With the account, where that was given; what the API takes."""
    qualifier: str | None = None
    region: str | None = None
    """Of an ARN."""


@dataclass(frozen=True)
class Function:
    """One function, as it is configured."""

    name: str
    arn: str
    memory_mb: int
    timeout_seconds: int
    architecture: str
    log_group: str
    modified: dt.datetime | None
    revision: str
    runtime: str | None = None
    managed_instances: bool = False
    durable: bool = False
    snap_start: bool = False
    lambda_insights: bool = False
    """Whether the extension's layer is there."""
    configuration: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)
    """As Lambda returned it."""


def target(text: str) -> Target:
    """A function by name, ARN or partial ARN.

    Raises:
        CallError: when it is none of them.

    """
    found = _NAME.fullmatch(text.strip())
    if found is None:
        raise CallError(
            f"function_name: '{text[:80]}' is no function: a name has letters, digits, - and _, at most 64; an ARN begins with "
            "arn:aws:lambda:."
        )
    owner = found["account"] or found["owner"]
    return Target(f"{owner}:function:{found['name']}" if owner else found["name"], found["qualifier"], found["region"])


def read_function(aws: Aws, wanted: Target) -> Function:
    """The configuration of a function.

    Raises:
        NotFoundError: when there is none in the region; the message offers the nearest names.
        AwsError: when AWS cannot be asked or refuses.

    """
    qualified = {"Qualifier": wanted.qualifier} if wanted.qualifier else {}
    try:
        found = aws.call("lambda", "GetFunctionConfiguration", FunctionName=wanted.name, **qualified)
    except NotFoundError:
        raise NotFoundError(_not_found(aws, wanted)) from None
    return function_of(found)


def list_functions(aws: Aws, wanted: Collection[str]) -> dict[str, Function]:
    """Functions by name, out of lists of 50: Lambda's control plane takes 15 calls a second, all in all.

    Args:
        aws: Where.
        wanted: Their names. Those that do not come within a few lists are left out.

    Raises:
        AwsError: when AWS cannot be asked or refuses.

    """
    found: dict[str, Function] = {}
    for number, page in enumerate(aws.pages("lambda", "ListFunctions")):
        found |= {
            each["FunctionName"]: function_of(each) for each in page["Functions"] if each["FunctionName"] in wanted
        }
        if len(found) == len(wanted) or number + 1 >= _MOST_LISTS:
            break
    return found


def function_of(found: dict[str, Any]) -> Function:
    """A function, out of its configuration as Lambda returns it."""
    logging = found.get("LoggingConfig") or {}
    return Function(
        name=found["FunctionName"],
        arn=found["FunctionArn"],
        memory_mb=found["MemorySize"],
        timeout_seconds=found["Timeout"],
        architecture=(found.get("Architectures") or ["x86_64"])[0],
        log_group=logging.get("LogGroup") or f"/aws/lambda/{found['FunctionName']}",
        modified=_time(found.get("LastModified")),
        revision=found.get("RevisionId", ""),
        runtime=found.get("Runtime"),
        managed_instances=bool(found.get("CapacityProviderConfig")),
        durable=bool(found.get("DurableConfig")),
        snap_start=(found.get("SnapStart") or {}).get("ApplyOn", "None") != "None",
        lambda_insights=any(_INSIGHTS.search(layer.get("Arn", "")) for layer in found.get("Layers") or ()),
        configuration=found,
    )


def version_sizes(aws: Aws, name: str) -> dict[int, list[str]]:
    """The memory sizes of a function's versions, `$LATEST` among them.

    Raises:
        AwsError: when AWS cannot be asked or refuses.

    """
    sizes: dict[int, list[str]] = {}
    for page in aws.pages("lambda", "ListVersionsByFunction", FunctionName=name):
        for version in page["Versions"]:
            sizes.setdefault(version["MemorySize"], []).append(version["Version"])
    return sizes


def _not_found(aws: Aws, wanted: Target) -> str:
    name = wanted.name.rsplit(":", 1)[-1]
    said = f"There is no function '{name}'" + (
        f" with a version or alias '{wanted.qualifier}'" if wanted.qualifier else ""
    )
    said += f" in {aws.told}."
    names: list[str] = []
    try:
        for page in aws.pages("lambda", "ListFunctions"):
            names += [function["FunctionName"] for function in page["Functions"]]
            if len(names) >= _MOST_LISTED:
                break
    except AwsError:
        return f"{said} Check the name, the region and the profile."
    if name in names:
        return said
    near = difflib.get_close_matches(name.lower(), names, n=3, cutoff=0.5) or [
        each for each in names if name.lower() in each.lower()
    ]
    if near:
        return f"{said} Did you mean {' or '.join(near[:3])}?"
    if not names:
        return f"{said} There is none at all: pass another `region` or `profile`."
    return f"{said} It may be in another region or account: pass `region` or `profile`."


def _time(text: str | None) -> dt.datetime | None:
    """Lambda writes 2026-11-20T08:15:30.123+0000."""
    try:
        time = dt.datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return time if time.tzinfo else time.replace(tzinfo=dt.UTC)
