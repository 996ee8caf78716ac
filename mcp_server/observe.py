"""What is deployed, as its metrics show it: targets described, series read, both put together. One entry for all who look."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from guidance.advice.metrics import Resource, Series, Summary, Window, queries, summarise
from mcp_server.errors import CallError
from mcp_server.settings import Settings

if TYPE_CHECKING:
    from mcp_server.aws.sessions import Aws
    from mcp_server.aws.targets import Target

MOST_RESOURCES = 200
_AT_ONCE = 10
_MOST_THROTTLED = 10
_MANY_FUNCTIONS = 8
Status = Literal["ok", "no_data", "not_found", "error"]


@dataclass
class Reading:
    """One target, and what its metrics say."""

    target: Target
    status: Status
    resource: Resource | None = None
    summary: Summary | None = None
    message: str | None = None
    """Why there is nothing, or what could not be read."""
    logical_id: str | None = None
    """In the stack that it was found in."""
    stack: str | None = None
    series: list[Series] = field(default_factory=list)


@dataclass
class Observation:
    """Everything that was looked at."""

    where: Aws
    window: Window
    readings: list[Reading]
    notes: list[str] = field(default_factory=list)
    unobserved: Counter[str] = field(default_factory=Counter)
    """Resource types of stacks of which no metrics are read."""
    metrics_read: int = 0


def observe(
    settings: Settings,
    targets: Sequence[str],
    window: Window,
    region: str | None = None,
    profile: str | None = None,
    step: Callable[[float, str], None] | None = None,
) -> Observation:
    """Look at targets over a window.

    Args:
        settings: Of this run.
        targets: "lambda:orders", "stack:shop", ARNs, ...
        window: When.
        region: Where; None: as the ARNs or the configuration say.
        profile: As whom; None: as configured.
        step: Told how far it has come; may raise to end it.

    Raises:
        CallError: when AWS cannot be asked or refuses, or nothing of it can be looked at.

    """
    seen, wanted = _begun(settings, targets, window, region, profile)
    step = step or _unheard
    step(0.05, "reading stacks")
    _expand(seen, wanted)
    step(0.2, f"describing {len(seen.readings)} resources")
    _describe(seen)
    step(0.6, "reading metrics")
    _read(seen)
    if len(seen.readings) == 1:
        step(0.8, "counting cold starts")
        _count_cold_starts(seen, seen.readings[0])
    step(0.95, "adding up")
    return seen


def _begun(
    settings: Settings, targets: Sequence[str], window: Window, region: str | None, profile: str | None
) -> tuple[Observation, list[Target]]:
    """What is wanted, and where it is, both checked."""
    from mcp_server.aws.owners import check_owners
    from mcp_server.aws.sessions import aws
    from mcp_server.aws.targets import read_targets

    wanted = read_targets(targets)
    where = aws(settings, region or next((each.region for each in wanted if each.region), None), profile)
    check_owners(where, wanted)
    return Observation(where, window, []), wanted


def _unheard(done: float, doing: str) -> None:
    """Nobody wants to know how far it has come."""
    del done, doing


def _expand(seen: Observation, wanted: list[Target]) -> None:
    """Every target once, those of stacks in place of the stacks."""
    from mcp_server.aws.failures import NotFoundError
    from mcp_server.aws.stacks import read_stack

    known: set[Target] = set()
    for target in wanted:
        if target.kind != "stack":
            seen.readings += [Reading(target, "no_data")] if target not in known else []
            known.add(target)
            continue
        try:
            stack = read_stack(seen.where, target)
        except NotFoundError as error:
            seen.readings.append(Reading(target, "not_found", message=str(error)))
            continue
        seen.unobserved += stack.unobserved
        seen.notes += stack.notes
        fresh = {each: logical for each, logical in stack.targets.items() if each not in known}
        known |= set(fresh)
        seen.readings += [
            Reading(each, "no_data", logical_id=logical, stack=stack.name) for each, logical in fresh.items()
        ]
        if not stack.targets:
            seen.readings.append(
                Reading(target, "no_data", message=f"The stack {stack.name} has nothing that emits metrics.")
            )
    if (more := len(seen.readings) - MOST_RESOURCES) > 0:
        del seen.readings[MOST_RESOURCES:]
        seen.notes.append(
            f"{more} resources more were left out: {MOST_RESOURCES} are read at most. Name the ones that matter."
        )


def _describe(seen: Observation) -> None:
    pending = [each for each in seen.readings if each.target.kind != "stack"]
    _describe_listed(seen, pending)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        list(pool.map(lambda each: _describe_one(seen.where, each), [e for e in pending if e.resource is None]))
    failed = [each for each in pending if each.status == "error"]
    if failed and len(failed) == len(seen.readings):
        raise CallError(str(failed[0].message))
    _mark_dead_letter_queues(pending)


def _describe_listed(seen: Observation, pending: list[Reading]) -> None:
    """Many functions: a few lists of them, not a call for each."""
    from mcp_server.aws.failures import AwsError, CredentialsError
    from mcp_server.aws.functions import list_functions
    from mcp_server.aws.resources import function_resource

    plain = {each.target.name: each for each in pending if each.target.kind == "lambda" and not each.target.qualifier}
    if len(plain) < _MANY_FUNCTIONS:
        return
    try:
        found = list_functions(seen.where, plain)
    except CredentialsError:
        raise
    except AwsError:
        return  # each is then described by itself, and says what is the matter
    for name, function in found.items():
        plain[name].resource = function_resource(function, plain[name].target)


def _describe_one(where: Aws, reading: Reading) -> None:
    from mcp_server.aws.failures import AwsError, CredentialsError, DeniedError, NotFoundError
    from mcp_server.aws.resources import assumed, read_resource

    try:
        reading.resource = read_resource(where, reading.target)
    except NotFoundError as error:
        reading.status, reading.message = "not_found", str(error)
    except CredentialsError:
        raise
    except DeniedError as error:
        reading.resource = assumed(reading.target)
        reading.message = f"{error} Until then its configuration is unknown, and whether it exists at all."
        if reading.resource is None:
            reading.status, reading.message = "error", str(error)
    except AwsError as error:
        reading.status, reading.message = "error", str(error)


def _mark_dead_letter_queues(readings: list[Reading]) -> None:
    """A queue that another one of them sends what it gives up to."""
    dead = {each.resource.facts.get("dead_letter_arn") for each in readings if each.resource is not None} - {None}
    for each in readings:
        if each.resource is not None and each.resource.kind == "sqs" and each.resource.arn in dead:
            each.resource = replace(each.resource, facts={**each.resource.facts, "dead_letter_queue": True})


def _read(seen: Observation) -> None:
    from mcp_server.aws.metrics import read_series

    described = [(each, each.resource) for each in seen.readings if each.resource is not None]
    asked = [(each, query) for each, resource in described for query in queries(resource)]
    if not asked:
        return
    found = read_series(seen.where, [query for _, query in asked], seen.window)
    for (reading, _), series in zip(asked, found.series, strict=True):
        reading.series.append(series)
    seen.notes += found.notes
    seen.metrics_read = len(asked)
    _reserved(seen)
    for each, _ in described:
        if each.resource is not None:
            each.summary = summarise(
                each.resource, each.series, seen.window, seen.where.region, logical_id=each.logical_id
            )
            each.status = each.summary.status


def _count_cold_starts(seen: Observation, reading: Reading) -> None:
    """Where a tail asks whether cold starts make it: CloudWatch counts them with Lambda Insights only, the logs always."""
    from mcp_server.aws.cold_starts import count_cold_starts
    from mcp_server.aws.failures import AwsError

    resource, summary = reading.resource, reading.summary
    if resource is None or summary is None or summary.figure("cold_start_share") is not None:
        return
    group = resource.facts.get("log_group")
    if not isinstance(group, str) or all(finding.id != "lambda-long-tail" for finding in summary.findings):
        return
    try:
        found = count_cold_starts(seen.where, resource.name, group, seen.window)
    except AwsError:
        return  # the finding then says how to count them
    if found is None or not found.invocations:
        return
    share = found.cold / found.invocations
    counted = summary.metric("Invocations")
    cold = round(share * (counted.sum or 0.0)) if counted is not None else found.cold  # lines may be sampled or late
    reading.summary = summarise(
        resource, reading.series, seen.window, seen.where.region, cold_starts=cold, logical_id=reading.logical_id
    )
    seen.notes.append(
        f"Cold starts were counted in {found.invocations:,} report lines ({found.megabytes:,.1f} MB scanned)."
    )


def _reserved(seen: Observation) -> None:
    """How much concurrency throttled functions have: asked for only where it explains something."""
    from mcp_server.aws.failures import AwsError
    from mcp_server.aws.resources import account_concurrency, reserved_concurrency

    shared: int | None = None
    for each in [each for each in seen.readings if _throttles(each, seen.window)][:_MOST_THROTTLED]:
        if each.resource is None:
            continue
        try:
            reserved = reserved_concurrency(seen.where, each.resource.name)
            if reserved is None and shared is None:
                shared = account_concurrency(seen.where)
        except AwsError:
            return  # the finding then says less
        limits = {"reserved_concurrency": reserved} if reserved is not None else {"account_concurrency": shared}
        each.resource = replace(each.resource, facts={**each.resource.facts, **limits})


def _throttles(reading: Reading, window: Window) -> bool:
    return reading.target.kind == "lambda" and any(
        value > 0
        for series in reading.series
        if series.query.metric == "Throttles"
        for at, value in series.points
        if at >= window.start
    )
