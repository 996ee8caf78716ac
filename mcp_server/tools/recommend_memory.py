"""The tool `recommend_memory`."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from guidance.advice.memory import Architecture, Measurement, Objective, Request, recommend
from mcp_server.errors import CallError
from mcp_server.memory import MemoryResult, answer
from mcp_server.memory_sources import Gathered, price_region
from mcp_server.tools import Caller


class Measured(BaseModel):
    """Warm invocations at one size."""

    model_config = ConfigDict(extra="forbid")

    memory_mb: int
    durations_ms: list[float] | None = None
    duration_ms: float | None = None
    n: int | None = None
    cpu_ms: float | None = None


def _as_text(value: Any) -> Any:  # noqa: ANN401 - whatever a client sends
    return json.dumps(value) if isinstance(value, dict | list) else value


def _architecture(value: str | None) -> str | None:
    if value not in {None, *Architecture}:
        raise ValueError(f"'{str(value)[:20]}' is none; there are x86_64 and arm64")
    return value


def recommend_memory(  # noqa: PLR0913, PLR0917 - a tool's arguments are JSON's
    caller: Caller,
    measurements: Annotated[list[Measured] | None, Field(description="Warm ones")] = None,
    report_log: Annotated[str | None, Field(description="REPORT lines, or a file")] = None,
    power_tuning: Annotated[str | None, BeforeValidator(_as_text)] = None,
    function_name: Annotated[str | None, Field(description="Deployed one")] = None,
    objective: Literal["cost", "speed", "balanced"] | None = None,
    balance: Annotated[float | None, Field(description="Weight of cost")] = None,
    architecture: Annotated[str | None, AfterValidator(_architecture)] = None,
    max_latency_ms: float | None = None,
    max_cost_per_million_usd: float | None = None,
    max_memory_used_mb: float | None = None,
    timeout_seconds: float | None = None,
    monthly_invocations: int | None = None,
    provisioned_concurrency: int | None = None,
    candidate_sizes_mb: list[int] | None = None,
    chart: bool = False,
    region: str | None = None,
    profile: str | None = None,
) -> MemoryResult:
    """Compute a Lambda function's best memory size and what to measure next.

    Use instead of guessing.
    """
    given = _gathered(caller, measurements, report_log, power_tuning, function_name, region, profile)
    request = Request(
        measurements=tuple(given.measurements), objective=Objective(objective or "balanced"),
        balance=0.5 if balance is None else balance, region=price_region(caller.settings, region),
        architecture=Architecture(architecture) if architecture else given.architecture or Architecture.X86_64,
        max_latency_ms=max_latency_ms, max_cost_per_million_usd=max_cost_per_million_usd,
        max_memory_used_mb=max_memory_used_mb, timeout_seconds=timeout_seconds, monthly_invocations=monthly_invocations,
        candidate_sizes_mb=tuple(candidate_sizes_mb) if candidate_sizes_mb is not None else None,
        provisioned_concurrency=provisioned_concurrency,
    )  # fmt: skip
    found = recommend(given.completed(request))
    return answer(MemoryResult, found, given.sources, given.notes, function=given.function_arn, chart=chart)


def _gathered(
    caller: Caller, measurements: list[Measured] | None, report_log: str | None, power_tuning: str | None,
    function_name: str | None, region: str | None, profile: str | None,
) -> Gathered:  # fmt: skip
    """Everything that was measured, wherever it stands; a function named beside a log chooses its lines there."""
    given = Gathered()
    given.measurements += [_measurement(each) for each in measurements or ()]
    if many := len(given.measurements):
        given.sources.append(f"{many} measurement{'' if many == 1 else 's'} given")
    if report_log is not None:
        given.add_log(report_log, caller, function_name)
    if power_tuning is not None:
        given.add_power_tuning(power_tuning)
    if function_name is not None and report_log is None:
        given.add_function(function_name, caller, region, profile)
    if not given.measurements:
        raise CallError(
            "Pass `measurements`, `report_log`, `power_tuning` or `function_name`: any of them, or several."
        )
    return given


def _measurement(each: Measured) -> Measurement:
    if each.durations_ms is None and each.duration_ms is None:
        raise CallError(f"measurements: {each.memory_mb} MB has neither durations_ms nor duration_ms.")
    return Measurement(
        memory_mb=each.memory_mb,
        durations_ms=tuple(each.durations_ms or ()),
        duration_ms=each.duration_ms,
        n=each.n,
        cpu_ms=each.cpu_ms,
    )
