"""`diagnose` of one durable execution: the operation that decides it, out of its history."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from guidance.advice.diagnose.execution import diagnose_execution
from guidance.advice.metrics import Window
from mcp_server.diagnose import Case

if TYPE_CHECKING:
    from mcp_server.tools import Caller

NO_MESSAGES = "Error messages and payloads were not read, only types: --allow-sensitive-data-access allows it."


def of_execution(
    caller: Caller, arn: str, function: str, window: Window, region: str | None, profile: str | None
) -> Case:
    """Diagnose an execution by its ARN.

    Raises:
        CallError: when there is none, it belongs to another account, or AWS cannot be asked or refuses.

    """
    from mcp_server.aws.deployed_executions import read_execution
    from mcp_server.aws.owners import check_owners
    from mcp_server.aws.sessions import aws
    from mcp_server.aws.targets import Target

    where = aws(caller.settings, region, profile)
    _, partition, _, place, account, _ = arn.split(":", 5)
    check_owners(where, [Target("lambda", function, region=place, account=account, partition=partition, arn=arn)])
    caller.step(0.2, "reading the history")
    sensitive = caller.settings.allow_sensitive_data_access
    execution, notes = caller.progress.unless_cancelled(lambda: read_execution(where, arn, sensitive=sensitive))
    headline, diagnosis = diagnose_execution(execution, dt.datetime.now(tz=dt.UTC))
    case = Case(where, window, arn, diagnosis, headline=headline)
    case.notes += [*notes, *([] if sensitive else [NO_MESSAGES])]
    ends = sum(each.type == "InvocationCompleted" for each in execution.events)
    operations = len({each.id for each in execution.events if each.kind})
    case.facts.append(
        f"{operations} operations in {ends} invocations of {function}; started {execution.started:%Y-%m-%d %H:%M:%S} UTC. "
        f"The function itself: diagnose lambda:{function}."
    )
    return case
