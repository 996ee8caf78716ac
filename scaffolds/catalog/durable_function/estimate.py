"""How a workflow fits: operations against the limit, how long an execution and one invocation may take, and what it costs."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from scaffolds.catalog.durable_function.limits import LIMITS
from scaffolds.catalog.durable_function.plan import (
    COMPENSATION_ATTEMPTS,
    DEFAULT_ITEMS,
    DEFAULT_TRY_SECONDS,
    REQUEST_RETRY,
    Body,
    Operation,
)
from scaffolds.catalog.durable_function.workflow import Retry

CHECKPOINT_BYTES = 1_000
"""What one operation writes, assumed: the estimate of cost says so."""
MEMORY_GB = 0.5
BUSY_SECONDS = 0.2
"""Compute time of one operation, assumed."""
RETENTION_DAYS = 14
LEAST_TIMEOUT = 60


@dataclass(frozen=True)
class Estimate:
    """What an execution comes to."""

    operations: int
    """Distinct operations with every map at its most items; without retries, with one poll a condition."""
    operations_at_worst: int
    """The same as metered when everything is retried, polled and undone to the last."""
    execution_timeout_seconds: int
    function_timeout_seconds: int
    cost_per_million_usd: float
    cost_parts: tuple[tuple[str, float, str], ...]
    """What the cost consists of: name, USD, how it is computed."""


def estimate(body: Body) -> Estimate:
    """What an execution of a workflow comes to."""
    operations = 1 + count(body)
    parts = _cost(operations)
    seconds = duration(body) + undo_seconds(body)
    function_timeout = min(
        max(math.ceil(busiest(body)) + LIMITS.margin_seconds, LEAST_TIMEOUT), LIMITS.function_timeout_seconds
    )
    return Estimate(
        operations,
        1 + worst(body) + (1 + undo_operations(body) * COMPENSATION_ATTEMPTS if body.guarded else 0),
        max(math.ceil(seconds * 1.1) + LIMITS.margin_seconds, function_timeout, LEAST_TIMEOUT),
        function_timeout,
        round(sum(usd for _, usd, _ in parts), 2),
        parts,
    )


def items_of(operation: Operation) -> int:
    """Items of a map at most."""
    return operation.step.max_items or DEFAULT_ITEMS


def _counted(body: Body, single: Callable[[Operation], int]) -> int:
    total = 0
    for operation in body.operations:
        match operation.type:
            case "parallel" | "group":
                extra = 1 if operation.type == "parallel" else 0
                total += 1 + sum(extra + _counted(each, single) for each in operation.bodies)
            case "map":
                total += 1 + items_of(operation) * (1 + _counted(operation.bodies[0], single))
            case _:
                total += single(operation)
    return total


def count(body: Body) -> int:
    """Operations of one run, as AWS meters them: https://docs.aws.amazon.com/lambda/latest/dg/durable-execution-sdk.html."""
    return _counted(body, lambda operation: {"callback": 3, "condition": 2}.get(operation.type, 1))


def worst(body: Body) -> int:
    """The same when everything is tried and polled to the last."""

    def single(operation: Operation) -> int:
        match operation.type:
            case "step":
                return operation.retry.max_attempts
            case "callback":
                return 2 + operation.retry.max_attempts
            case "condition":
                return 1 + (operation.step.max_attempts or 1)
            case _:
                return 1

    return _counted(body, single)


def undo_operations(body: Body) -> int:
    """Compensations that one failed execution may run."""
    total = 0
    for operation in body.operations:
        total += operation.compensation is not None
        times = items_of(operation) if operation.type == "map" else 1
        total += times * sum(undo_operations(each) for each in operation.bodies)
    return total


def duration(body: Body) -> float:
    """Seconds that a run takes at the very most."""
    return sum(_seconds(operation) for operation in body.operations)


def _seconds(operation: Operation) -> float:
    step = operation.step
    try_seconds = step.timeout_seconds or DEFAULT_TRY_SECONDS
    match operation.type:
        case "wait":
            return float(step.seconds or 0)
        case "callback":
            return float(step.timeout_seconds or 0) + tries(REQUEST_RETRY, DEFAULT_TRY_SECONDS)
        case "condition":
            return float((step.poll_seconds or 0) + try_seconds) * (step.max_attempts or 1)
        case "invoke":
            return float(step.timeout_seconds or LIMITS.function_timeout_seconds)
        case "parallel":
            rounds = math.ceil(len(operation.bodies) / operation.concurrency)
            return rounds * max(duration(each) for each in operation.bodies)
        case "map":
            return math.ceil(items_of(operation) / operation.concurrency) * duration(operation.bodies[0])
        case "group":
            return duration(operation.bodies[0])
        case _:
            return tries(operation.retry, try_seconds)


def tries(retry: Retry, try_seconds: float) -> float:
    """Seconds of every try and of the waits between, without the jitter that only shortens them."""
    waits, delay = 0.0, float(retry.initial_delay_seconds)
    for _ in range(retry.max_attempts - 1):
        waits += min(delay, retry.max_delay_seconds)
        delay = min(delay * retry.backoff_rate, float(retry.max_delay_seconds))
    return retry.max_attempts * try_seconds + waits


def undo_seconds(body: Body) -> float:
    """Seconds that undoing takes at the very most."""
    retry = Retry(max_attempts=COMPENSATION_ATTEMPTS)
    return undo_operations(body) * tries(retry, DEFAULT_TRY_SECONDS)


def busiest(body: Body) -> float:
    """Seconds of the longest stretch in one invocation: between two suspensions every try follows the one before."""
    longest = stretch = 0.0
    for operation in body.operations:
        if operation.suspends:
            longest, stretch = max(longest, stretch), 0.0
            own = operation.step.timeout_seconds if operation.type == "condition" else None
            longest = max(longest, float(own or DEFAULT_TRY_SECONDS))
        elif operation.type == "step":
            stretch += operation.step.timeout_seconds or DEFAULT_TRY_SECONDS
        else:
            rounds = math.ceil(items_of(operation) / operation.concurrency) if operation.type == "map" else 1
            stretch += rounds * max(busiest(each) for each in operation.bodies)
    return max(longest, stretch)


def _cost(operations: int) -> tuple[tuple[str, float, str], ...]:
    million = 1_000_000
    gigabytes = operations * CHECKPOINT_BYTES * million / 1e9
    seconds = operations * BUSY_SECONDS
    return (
        (
            "operations",
            operations * LIMITS.price_per_million_operations,
            f"{operations:,} an execution at ${LIMITS.price_per_million_operations:g} a million",
        ),
        (
            "data written",
            gigabytes * LIMITS.price_per_gb_written,
            f"{gigabytes:,.0f} GB ({CHECKPOINT_BYTES:,} bytes an operation, assumed) at ${LIMITS.price_per_gb_written:g} a GB",
        ),
        (
            "data kept",
            gigabytes * LIMITS.price_per_gb_month * RETENTION_DAYS / 30,
            f"the same for {RETENTION_DAYS} days at ${LIMITS.price_per_gb_month:g} a GB and month",
        ),
        (
            "compute",
            seconds * MEMORY_GB * LIMITS.price_per_gb_second_arm * million,
            f"{seconds:,.1f} s ({BUSY_SECONDS:g} s an operation, assumed) of {MEMORY_GB:g} GB, arm64",
        ),
        (
            "requests",
            LIMITS.price_per_million_requests,
            f"at least one an execution at ${LIMITS.price_per_million_requests:g} a million",
        ),
    )
