"""The tool `generate_durable_function`."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from mcp_server.projects import OutputDir, Overwrite, deliver
from mcp_server.results import DurableProjectResult
from mcp_server.tools import Caller
from scaffolds.catalog.durable_function.answers import Answers
from scaffolds.languages import Language

_WORKFLOW = (
    "{steps, event?, trigger?}. Steps have type, name and: "
    "step{retry{max_attempts,initial_delay_seconds,backoff_rate},semantics(at_most_once),compensate_with,timeout_seconds,"
    "service}; "
    "wait{seconds}; callback{timeout_seconds,heartbeat_seconds,on_timeout,on_reject}; "
    "condition{poll_seconds,max_attempts,on_timeout}; parallel{branches[{name,steps}]}; "
    "map{items_from(event field, earlier step or item.FIELD),max_items,steps}; invoke{function}; group{steps}. "
    "on_*: fail|compensate|continue. parallel, map: max_concurrency, tolerated_failures. event: [{name,type,required}]. "
    "trigger: {type: direct|sqs|api|eventbridge}"
)


def generate_durable_function(
    caller: Caller,
    project_name: str,
    workflow: Annotated[dict[str, Any], Field(description=_WORKFLOW)],
    language: Language = "python",
    output_dir: OutputDir = None,
    overwrite: Overwrite = False,
) -> DurableProjectResult:
    """Write a workflow as a tested Lambda durable function: retries, callbacks, saga, replay tests, SAM.

    Use for long or multi-step work.
    """
    answers = Answers.model_validate({"project_name": project_name, "workflow": workflow, "language": language})
    project = deliver("durable_function", answers, caller.settings, output_dir, overwrite=overwrite)
    return DurableProjectResult(
        **{name: getattr(project, name) for name in type(project).model_fields},
        operations_estimate=answers.estimate.operations,
        operations_at_worst=answers.estimate.operations_at_worst,
        execution_timeout_seconds=answers.estimate.execution_timeout_seconds,
        function_timeout_seconds=answers.estimate.function_timeout_seconds,
        cost_per_million_usd=answers.estimate.cost_per_million_usd,
        at_most_once=answers.at_most_once,
        diagram=answers.diagram,
    )
