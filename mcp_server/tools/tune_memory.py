"""The tool `tune_memory`."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from guidance.advice.memory import Architecture, Objective, Recommendation, Request
from mcp_server.errors import CallError
from mcp_server.memory import Ran, TuneResult, answer
from mcp_server.memory_tuning import Loop
from mcp_server.tools import Caller

if TYPE_CHECKING:
    from mcp_server.aws.functions import Function
    from mcp_server.aws.sessions import Aws
    from mcp_server.aws.tuning import Tuning


def tune_memory(  # noqa: PLR0913, PLR0917 - a tool's arguments are JSON's
    caller: Caller,
    function_name: str,
    payload: Annotated[dict[str, Any] | None, Field(description="Event to invoke it with")] = None,
    objective: Literal["cost", "speed", "balanced"] = "balanced",
    balance: Annotated[float, Field(ge=0, le=1, description="Weight of cost")] = 0.5,
    max_latency_ms: float | None = None,
    max_cost_per_million_usd: float | None = None,
    monthly_invocations: int | None = None,
    candidate_sizes_mb: list[int] | None = None,
    accept_side_effects: Annotated[bool, Field(description="What the payload makes it do may happen often")] = False,
    max_seconds: Annotated[int, Field(ge=10, le=3600)] = 600,
    region: str | None = None,
    profile: str | None = None,
) -> TuneResult:
    """Measure a deployed Lambda function at the memory sizes that matter, then restore it, and recommend one.

    Use when recommend_memory asks for a measurement. Invokes it about 30 times through temporary versions; needs --allow-write.
    """
    from mcp_server.aws.tuning import Tuning

    caller.step(0.0, f"reading {function_name}")
    asked = Request(
        measurements=(), objective=Objective(objective), balance=balance, max_latency_ms=max_latency_ms,
        max_cost_per_million_usd=max_cost_per_million_usd, monthly_invocations=monthly_invocations,
        candidate_sizes_mb=tuple(candidate_sizes_mb) if candidate_sizes_mb is not None else None,
    )  # fmt: skip
    where, function, undone = _cleared(caller, function_name, region, profile)
    _refuse(where, function, side_effects_too=not accept_side_effects)
    tuning = Tuning(where, function, json.dumps(payload or {}).encode(), caller.progress, notes=undone)
    loop = Loop(_completed(asked, where, function), tuning.measure, max_seconds, caller.step)
    with tuning.held():
        found = loop.run(function.memory_mb)
    return _result(tuning, loop, found)


def _cleared(caller: Caller, name: str, region: str | None, profile: str | None) -> tuple[Aws, Function, list[str]]:
    """The function and where it is, once what a killed run left there is undone; what was undone."""
    from mcp_server.aws.measured import located
    from mcp_server.aws.tuning import clear

    where, function = located(caller.settings, name, region, profile)
    if undone := clear(where, function.name):
        where, function = located(caller.settings, name, region, profile)
    return where, function, undone


def _completed(asked: Request, where: Aws, function: Function) -> Request:
    """What is asked, with what the function's configuration says."""
    return replace(
        asked,
        architecture=Architecture(function.architecture),
        region=where.region,
        timeout_seconds=function.timeout_seconds,
        current_memory_mb=function.memory_mb,
    )


def _result(tuning: Tuning, loop: Loop, found: Recommendation) -> TuneResult:
    function = tuning.function
    return answer(
        TuneResult,
        found,
        [f"{function.name} in {tuning.aws.told}, invoked now with the payload"],
        loop.notes,
        function=function.arn,
        measured=_ran(loop),
        spent_usd=round(loop.gb_seconds * found.prices.gb_second_usd, 6),
        restored=tuning.notes,
    )


def _ran(loop: Loop) -> list[Ran]:
    return [
        Ran(
            memory_mb=each.memory_mb,
            invocations=len(each.warm_ms) + each.cold,
            mean_ms=round(sum(each.warm_ms) / len(each.warm_ms), 2),
        )
        for each in sorted(loop.runs.values(), key=lambda each: each.memory_mb)
    ]


def _refuse(where: Aws, function: Function, *, side_effects_too: bool) -> None:
    """Functions that this tool cannot measure, or should not without being told so."""
    from mcp_server.aws.side_effects import side_effects

    if function.managed_instances or function.durable:
        kind = (
            "runs on Managed Instances"
            if function.managed_instances
            else "is durable: an invocation starts an execution"
        )
        raise CallError(f"{function.name} {kind}. Pass what was measured to recommend_memory instead.")
    if side_effects_too and (reasons := side_effects(where, function)):
        raise CallError(
            f"Invoking {function.name} dozens of times may change things: {'; '.join(reasons)}. Choose a payload that may be "
            "handled so often, and pass accept_side_effects true."
        )
