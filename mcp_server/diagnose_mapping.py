"""`diagnose` of one event source mapping: its own state first, then its function and what it reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guidance.advice.diagnose import Cause, Diagnosis
from guidance.advice.metrics import Window
from guidance.model import Severity
from mcp_server.diagnose import Case, of_function

if TYPE_CHECKING:
    from mcp_server.tools import Caller


def of_mapping(caller: Caller, uuid: str, window: Window, region: str | None, profile: str | None) -> Case:
    """Diagnose a mapping by its UUID.

    Raises:
        CallError: when there is none, or AWS cannot be asked or refuses.

    """
    from mcp_server.aws.deployed import source_of
    from mcp_server.aws.failures import NotFoundError
    from mcp_server.aws.sessions import aws

    where = aws(caller.settings, region, profile)
    try:
        mapping = caller.progress.unless_cancelled(lambda: where.call("lambda", "GetEventSourceMapping", UUID=uuid))
    except NotFoundError:
        raise NotFoundError(
            f"There is no event source mapping {uuid} in {where.told}; `aws lambda list-event-source-mappings` lists them."
        ) from None
    source = source_of(mapping)
    name = str(mapping["FunctionArn"]).rsplit(":function:", maxsplit=1)[-1]
    headline = f"mapping {uuid} ({source.kind} {source.name} to {name})"
    try:
        case = of_function(caller, name, window, region, profile, given=mapping)
    except NotFoundError as error:
        gone = Cause(
            "mapping-without-function", f"its function {name} is gone", 0.99, Severity.ERROR, (str(error),),
            f"Delete it (aws lambda delete-event-source-mapping --uuid {uuid}), or create the function again.", ("ESM-08",),
        )  # fmt: skip
        return Case(where, window, f"mapping:{uuid}", Diagnosis((gone,)), headline=headline)
    state = f"Mapping: {source.state}; last result: {(source.last_result or 'none')[:200]}."
    case.target, case.headline = f"mapping:{uuid}", headline
    case.facts.append(state)
    if not case.diagnosis.causes:
        case.headline = f"{headline}: no fault stands out"
    return case
