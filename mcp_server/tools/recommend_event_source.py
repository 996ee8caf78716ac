"""The tool `recommend_event_source`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field, WithJsonSchema

from guidance.advice.event_source.model import Objective, Source
from mcp_server.errors import CallError
from mcp_server.event_source import EventSourceResult
from mcp_server.event_source_answer import answer
from mcp_server.event_source_arguments import ConstraintsGiven, FunctionGiven, Wanted, described, request_of
from mcp_server.event_source_traffic import Workload
from mcp_server.tools import Caller

if TYPE_CHECKING:
    from mcp_server.aws.event_sources import Live


WORKLOAD = described("messages_per_second (shape), per_minute [] or timestamps_seconds []; message_bytes, lanes")
FUNCTION = described(
    "memory_mb, timeout_seconds, base_ms, per_message_ms, cold_start_ms, error_rate, poison_rate, reserved_concurrency, "
    "durations_by_memory {}"
)
CONSTRAINTS = described("p95_latency_seconds, max_concurrency, downstream_per_second")
"""Names carry their units: every byte of a definition is read in every conversation."""


def recommend_event_source(  # noqa: PLR0913, PLR0917 - a tool's arguments are JSON's
    caller: Caller,
    source: Literal["sqs", "sqs_fifo", "kinesis", "dynamodb", "msk", "kafka"] | None = None,
    workload: Annotated[Workload | None, WithJsonSchema(WORKLOAD)] = None,
    function: Annotated[FunctionGiven | None, WithJsonSchema(FUNCTION)] = None,
    current: Annotated[
        dict[str, Any] | None, WithJsonSchema({"type": "object", "description": "API's, of mapping and queue"})
    ] = None,
    constraints: Annotated[ConstraintsGiven | None, WithJsonSchema(CONSTRAINTS)] = None,
    objective: Literal["cost", "latency", "balanced"] | None = None,
    mapping_uuid: Annotated[str | None, Field(description="Deployed one")] = None,
    function_name: str | None = None,
    template_path: Annotated[str | None, Field(description="To patch")] = None,
    chart: bool = False,
    seed: int | None = None,
    region: str | None = None,
    profile: str | None = None,
) -> EventSourceResult:
    """Compute an event source mapping's settings by simulation.

    Use for batch size, window, concurrency, retries.
    """
    from guidance.advice.event_source.advise import recommend

    live = None
    if mapping_uuid is not None or (function_name is not None and workload is None):
        from mcp_server.aws.event_sources import read_live

        caller.step(0.01, "reading the mapping")
        live = caller.progress.unless_cancelled(
            lambda: read_live(caller.settings, mapping_uuid, function_name, region, profile)
        )
    kind = _kind(source, live)
    text, name = _template(caller, template_path)
    wanted = Wanted(
        constraints, Objective(objective or "balanced"), region, 1 if seed is None else seed, function_name, text, name
    )
    caller.step(0.02, "laying out the traffic")
    request = caller.progress.unless_cancelled(  # millions of arrivals take seconds
        lambda: request_of(caller.settings, kind, workload, function, current, live, wanted)
    )
    advice = recommend(request, step=caller.step)
    told = request.traffic.told if live is None else f"{request.traffic.told}; {live.told}"
    return answer(advice, live.notes if live else [], told=told, chart=chart, known=request.current is not None)


def _kind(source: str | None, live: Live | None) -> Source:
    if live is None and source is None:
        raise CallError("Pass `source` and `workload`; or `mapping_uuid` or `function_name` of what is deployed.")
    kind = live.source if live is not None else Source(str(source))
    if source not in {None, kind.value}:
        raise CallError(f"source: is {source}, but the mapping reads from {kind.value}. Leave it out.")
    return kind


def _template(caller: Caller, path: str | None) -> tuple[str | None, str]:
    """The text of the template to patch, and its path in the workspace."""
    if path is None:
        return None, "template.yaml"
    from guidance.template.reader import decode
    from mcp_server.templates import TO_PATCH, read_template

    found = read_template(path, caller.settings.workspaces, TO_PATCH)
    return decode(found.data), found.shown
