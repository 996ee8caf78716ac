"""What a caller wants diagnosed, as it writes it, and which diagnosis that is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from guidance.advice.metrics import Window
from mcp_server.diagnose import Case, of_function
from mcp_server.errors import CallError
from mcp_server.findings import clean

if TYPE_CHECKING:
    from mcp_server.tools import Caller

_FORMS = "lambda:NAME, mapping:UUID, the ARN of a durable execution, or stack:NAME"
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_MAPPING_ARN = re.compile(
    r"arn:[\w-]+:lambda:(?P<region>[\w-]+):\d{12}:event-source-mapping:(?P<uuid>[0-9a-fA-F-]{36})"
)
_EXECUTION = re.compile(
    r"arn:[\w-]+:lambda:(?P<region>[\w-]+):\d{12}:function:(?P<name>[\w-]{1,64}):[\w$.]{1,30}/durable-execution/[\w-]{1,64}/[\w-]{1,64}"
)


def of_target(caller: Caller, text: str, window: Window, region: str | None, profile: str | None) -> Case:
    """Diagnose what a caller names.

    Args:
        caller: Of the tool.
        text: "orders", "lambda:orders:live", "mapping:UUID", "stack:shop", an ARN of one of them or of a durable execution.
        window: When.
        region: Where.
        profile: As whom.

    Raises:
        CallError: when it is none of them, does not exist, or AWS cannot be asked or refuses.

    """
    words = text.strip()
    if clean(words) != words or not words:
        raise CallError(f"target: it is empty or has control characters; pass {_FORMS}.")
    if match := _EXECUTION.fullmatch(words):
        from mcp_server.diagnose_execution import of_execution

        return of_execution(caller, words, match["name"], window, region or match["region"], profile)
    uuid = words.removeprefix("mapping:").strip()
    arn = _MAPPING_ARN.fullmatch(words)
    if arn is not None or _UUID.fullmatch(uuid):
        from mcp_server.diagnose_mapping import of_mapping

        return of_mapping(
            caller, arn["uuid"] if arn else uuid, window, region or (arn["region"] if arn else None), profile
        )
    if words.startswith("mapping:"):
        raise CallError(
            f"target: '{words[:60]}' is no mapping: its UUID follows, as `aws lambda list-event-source-mappings` lists it."
        )
    return _of_name(caller, words, window, region, profile)


def _of_name(caller: Caller, words: str, window: Window, region: str | None, profile: str | None) -> Case:
    """A function or a stack, by name or ARN."""
    from mcp_server.aws.owners import check_owners
    from mcp_server.aws.sessions import aws
    from mcp_server.aws.targets import read_target

    wanted = read_target(words)
    if wanted.kind not in {"lambda", "stack"}:
        raise CallError(f"target: {wanted.text[:80]} cannot be diagnosed; pass {_FORMS}, or ask get_metrics about it.")
    if wanted.arn is not None:
        check_owners(aws(caller.settings, region or wanted.region, profile), [wanted])
    if wanted.kind == "stack":
        from mcp_server.diagnose_stack import of_stack

        return of_stack(caller, wanted, window, region, profile)
    name = f"{wanted.name}:{wanted.qualifier}" if wanted.qualifier else wanted.name
    return of_function(caller, name, window, region or wanted.region, profile)
