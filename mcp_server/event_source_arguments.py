"""From the arguments of `recommend_event_source`, or a deployed mapping, to a request of the advice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from guidance.advice.event_source.given import read_settings
from guidance.advice.event_source.model import Function, Objective, Queue, Source
from guidance.advice.event_source.model import Settings as MappingSettings
from guidance.advice.event_source.request import Constraints, IllegalSettingsError, Names, Request
from mcp_server.errors import CallError
from mcp_server.event_source_traffic import Named, Workload, traffic_of
from mcp_server.memory_sources import price_region
from mcp_server.settings import Settings

if TYPE_CHECKING:
    from guidance.advice.event_source.written import Written
    from mcp_server.aws.event_sources import Live


class FunctionGiven(Named):
    """How the function behaves; what is left out is assumed, and said."""

    memory_mb: int | None = None
    timeout_seconds: float | None = None
    base_ms: float | None = None
    per_message_ms: float | None = None
    duration_cv: float | None = None
    cold_start_ms: float | None = None
    error_rate: float | None = None
    poison_rate: float | None = None
    architecture: str | None = None
    reserved_concurrency: int | None = None
    account_concurrency: int | None = None
    durations_by_memory: dict[int, float] | None = None


class ConstraintsGiven(Named):
    """What has to hold."""

    p95_latency_seconds: float | None = None
    max_concurrency: int | None = None
    downstream_per_second: float | None = None


def described(names: str) -> dict[str, Any]:
    """A lean schema of an object: names alone."""
    return {"type": "object", "description": names}


@dataclass(frozen=True)
class Wanted:
    """What is asked for, beside the workload."""

    constraints: ConstraintsGiven | None = None
    objective: Objective = Objective.BALANCED
    region: str | None = None
    seed: int = 1
    function_name: str | None = None
    template: str | None = None
    template_name: str = "template.yaml"


def request_of(
    settings: Settings, source: Source, workload: Workload | None, function: FunctionGiven | None,
    current: Mapping[str, Any] | None, live: Live | None, wanted: Wanted,
) -> Request:  # fmt: skip
    """A request from what was given, over what a deployed mapping tells, over assumptions.

    Raises:
        CallError: when nothing says what arrives.
        EventSourceError: when a figure or setting cannot be one.

    """
    assumed: list[str] = []
    there = _written(source, wanted, assumed) if live is None else None
    mapping, queue = _present(source, current, live, there, wanted.template_name, assumed)
    limits = wanted.constraints
    return Request(
        source=source,
        traffic=traffic_of(settings, source, workload, live, wanted.seed, assumed),
        function=_function(function or FunctionGiven(), live, there, assumed),
        current=mapping,
        current_queue=queue,
        constraints=Constraints(**limits.model_dump()) if limits else Constraints(),
        objective=wanted.objective,
        region=live.where.region if live else price_region(settings, wanted.region),
        seed=wanted.seed,
        durations_by_memory=function.durations_by_memory if function else None,
        names=Names(
            source_arn=live.source_arn if live else _arn(current),
            topic=live.topic if live else None,
            consumer_group=live.consumer_group if live else None,
            function=wanted.function_name,
        ),
        template=wanted.template,
        template_name=wanted.template_name,
        assumptions=tuple(assumed),
    )


def _arn(current: Mapping[str, Any] | None) -> str | None:
    arn = (current or {}).get("EventSourceArn") or (current or {}).get("event_source_arn")
    return str(arn) if arn else None


def _written(source: Source, wanted: Wanted, assumed: list[str]) -> Written | None:
    """What the template to patch says now; what it leaves to deployment is told."""
    if wanted.template is None:
        return None
    from guidance.advice.event_source.written import written

    found = written(wanted.template, source, wanted.function_name)
    if found is not None and found.unclear:
        assumed.append(
            f"{wanted.template_name} has no plain value for {', '.join(found.unclear)}: AWS's default stands in; pass `current`."
        )
    return found


def _present(
    source: Source, current: Mapping[str, Any] | None, live: Live | None, there: Written | None, name: str,
    assumed: list[str],
) -> tuple[MappingSettings | None, Queue | None]:  # fmt: skip
    """The settings there are now: what was given, over what AWS or the template tells; None where nothing tells."""
    if live is None and there is None and current is None:
        assumed.append("No present settings were given (`current`): AWS's defaults stand in for them.")
        return None, None
    known = live.settings if live is not None else there.settings if there is not None else {}
    if there is not None:
        assumed.append(f"Now is what {name} says{', under what was given as `current`' if current else ''}.")
    try:
        return read_settings(source, {**known, **(current or {})})
    except IllegalSettingsError as error:
        if current is not None or there is None:
            raise
        assumed[-1] = f"{name} has settings that Lambda refuses: {error} AWS's defaults stand in for them."
        return None, None


def _function(given: FunctionGiven, live: Live | None, there: Written | None, assumed: list[str]) -> Function:
    """The function: what was given, over what AWS or the template tells, over defaults that are named."""
    known: dict[str, Any] = dict(there.function) if there is not None else {}
    told_there = [f"{name} {value:g}" for name, value in known.items() if getattr(given, name) is None]
    if told_there:
        assumed.append(f"Of the function the template says: {', '.join(told_there)}.")
    if live is not None:
        observed = live.observed
        known = {
            "memory_mb": live.function.memory_mb, "timeout_seconds": live.function.timeout_seconds,
            "architecture": live.function.architecture, "reserved_concurrency": live.reserved_concurrency,
            "base_ms": observed.base_ms, "per_message_ms": observed.per_message_ms, "error_rate": observed.error_rate,
        }  # fmt: skip
        if observed.base_ms is not None and given.base_ms is None:
            assumed.append(
                f"Batches take {observed.base_ms:,.3g} ms plus {observed.per_message_ms:,.3g} ms a message: "
                f"{observed.duration_basis}."
            )
    known |= given.model_dump(exclude_none=True, exclude={"durations_by_memory"})
    known = {name: value for name, value in known.items() if value is not None}
    if known.get("architecture") not in {None, "x86_64", "arm64"}:
        raise CallError(
            f"function.architecture: '{str(known['architecture'])[:20]}' is none; there are x86_64 and arm64."
        )
    usual = Function()
    told = (
        "memory_mb",
        "timeout_seconds",
        "base_ms",
        "per_message_ms",
        "cold_start_ms",
        "duration_cv",
        "account_concurrency",
    )
    guessed = [f"{name} {getattr(usual, name):g}" for name in told if name not in known]
    if guessed:
        assumed.append(f"Assumed of the function: {', '.join(guessed)}.")
    if not {"error_rate", "poison_rate"} & known.keys():
        assumed.append(
            "No failures were given: error_rate and poison_rate are 0, and three times none is tried as 0.1 %."
        )
    return replace(usual, **known)
