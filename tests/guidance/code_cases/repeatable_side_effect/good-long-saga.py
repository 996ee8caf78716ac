"""Ticket sale: each charge runs once, each compensation is retried."""

from __future__ import annotations

import os

from aws_durable_execution_sdk_python import (
    DurableContext,
    DurableOperationError,
    StepContext,
    durable_execution,
    durable_step,
)
from aws_durable_execution_sdk_python.config import Duration, StepConfig, StepSemantics, WaitForCallbackConfig
from aws_durable_execution_sdk_python.retries import RetryPresets
from aws_durable_execution_sdk_python.serdes import JsonSerDes

import box_office
import gateway

ONCE = StepConfig(
    step_semantics=StepSemantics.AT_MOST_ONCE_PER_RETRY,
    retry_strategy=RetryPresets.none(),
)
UNDO = StepConfig(retry_strategy=RetryPresets.critical())
SEAT_CHOICE = WaitForCallbackConfig(timeout=Duration.from_minutes(15), serdes=JsonSerDes())
PRINTER = os.environ.get("PRINTER_FUNCTION", "ticket-printer:live")


@durable_step
def hold_seats(step: StepContext, show: str, seats: list[str]) -> str:
    step.logger.info("holding %d seats", len(seats))
    return box_office.hold(show, seats)


@durable_step
def charge_wallet(step: StepContext, wallet: str, cents: int) -> str:
    return gateway.charge(wallet, cents)


@durable_step
def release_seats(step: StepContext, hold: str) -> bool:
    return box_office.release(hold)


def offer(callback_id: str, ctx) -> None:
    ctx.logger.info("offering seats")
    box_office.offer(callback_id)


def undo(context: DurableContext, hold: str | None) -> list:
    undone = []
    if hold:
        undone.append(context.step(release_seats(hold), config=UNDO))
    return undone


@durable_execution
def sell(event: dict, context: DurableContext) -> dict:
    hold: str | None = None
    try:
        choice = context.wait_for_callback(offer, name="seat-choice", config=SEAT_CHOICE)
        hold = context.step(hold_seats(event["show"], choice["seats"]))
        receipt = context.step(
            charge_wallet(event["wallet"], choice["cents"]), name="charge", config=ONCE
        )
        tickets = context.invoke(PRINTER, {"hold": hold}, name="print")
    except DurableOperationError as error:
        context.logger.error("sale failed: %s", error)
        return {"status": "failed", "undone": undo(context, hold)}
    return {"status": "sold", "receipt": receipt, "tickets": tickets}
