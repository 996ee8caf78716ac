"""Python functions that put the wrong thing around or inside an operation, and their right twins."""
# ruff: noqa: B023, BLE001, E722

from __future__ import annotations

from functools import partial
from typing import Any

from aws_durable_execution_sdk_python import DurableContext, DurableOperationError, StepContext, durable_execution
from aws_durable_execution_sdk_python.config import Duration
from aws_durable_execution_sdk_python.exceptions import RetryableSerDesError

from tests.guidance.mistakes.world import SEEN, act

Event = dict[str, Any]
MINUTE = Duration.from_minutes(1)


@durable_execution
def step_in_step(event: Event, context: DurableContext) -> str:
    def outer(_: StepContext) -> str:
        return context.step(lambda _: act("room"), name="room")

    booked = context.step(outer, name="trip")
    context.wait(MINUTE, name="pause")
    return booked


@durable_execution
def step_in_child(event: Event, context: DurableContext) -> str:
    def outer(child: DurableContext) -> str:
        return child.step(lambda _: act("room"), name="room")

    booked = context.run_in_child_context(outer, name="trip")
    context.wait(MINUTE, name="pause")
    return booked


@durable_execution
def wait_in_step(event: Event, context: DurableContext) -> str:
    def outer(_: StepContext) -> str:
        act("write")
        context.wait(MINUTE, name="pause")
        return "written"

    return context.step(outer, name="write")


@durable_execution
def wait_after_step(event: Event, context: DurableContext) -> str:
    context.step(lambda _: act("write"), name="write")
    context.wait(MINUTE, name="pause")
    return "written"


@durable_execution
def closure_mutation(event: Event, context: DurableContext) -> list[str]:
    shelves: list[str] = []
    context.step(lambda _: shelves.append("A7"), name="look_up")
    context.wait(MINUTE, name="pause")
    return shelves


@durable_execution
def returned_value(event: Event, context: DurableContext) -> list[str]:
    shelf = context.step(lambda _: "A7", name="look_up")
    context.wait(MINUTE, name="pause")
    return [shelf]


@durable_execution
def parent_context_in_child(event: Event, context: DurableContext) -> str:
    def outbound(child: DurableContext) -> str:
        return context.step(lambda _: act("seat"), name="seat")

    seat = context.run_in_child_context(outbound, name="outbound")
    context.wait(MINUTE, name="pause")
    return seat


@durable_execution
def child_context_in_child(event: Event, context: DurableContext) -> str:
    def outbound(child: DurableContext) -> str:
        return child.step(lambda _: act("seat"), name="seat")

    seat = context.run_in_child_context(outbound, name="outbound")
    context.wait(MINUTE, name="pause")
    return seat


@durable_execution
def bare_except(event: Event, context: DurableContext) -> str:
    try:
        context.wait(Duration.from_hours(2), name="import_runs")
    except:
        return "gave up at once"
    return "waited"


@durable_execution
def narrow_except(event: Event, context: DurableContext) -> str:
    try:
        context.wait(Duration.from_hours(2), name="import_runs")
    except Exception:
        return "gave up at once"
    return "waited"


@durable_execution
def finally_runs_again(event: Event, context: DurableContext) -> None:
    try:
        context.wait(MINUTE, name="one")
        context.wait(MINUTE, name="two")
    finally:
        act("release")


@durable_execution
def release_after_the_try(event: Event, context: DurableContext) -> None:
    try:
        context.wait(MINUTE, name="one")
        context.wait(MINUTE, name="two")
    except Exception:
        context.step(lambda _: act("release"), name="release_after_failure")
        raise
    context.step(lambda _: act("release"), name="release")


def reserve(_: StepContext) -> str:
    """Fails at first, as a serialiser does that asks for another try."""
    if "asked" not in SEEN:
        act("asked")
        raise RetryableSerDesError("the store of results is busy")
    return act("reserve")


@durable_execution
def compensation_for_invocation(event: Event, context: DurableContext) -> str:
    try:
        context.step(reserve, name="reserve")
    except Exception:
        context.step(lambda _: act("release"), name="release")
        raise
    return "reserved"


@durable_execution
def compensation_for_operation(event: Event, context: DurableContext) -> str:
    try:
        context.step(reserve, name="reserve")
    except DurableOperationError:
        context.step(lambda _: act("release"), name="release")
        raise
    return "reserved"


def region(child: DurableContext, number: int) -> int:
    return child.step(lambda _: number, name="region")


@durable_execution
def late_binding(event: Event, context: DurableContext) -> list[int]:
    built = context.parallel([lambda child: region(child, number) for number in range(3)], name="all")
    built.throw_if_error()
    return built.get_results()


@durable_execution
def bound_early(event: Event, context: DurableContext) -> list[int]:
    built = context.parallel([partial(region, number=number) for number in range(3)], name="all")
    built.throw_if_error()
    return built.get_results()
