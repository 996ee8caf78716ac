"""Car rental: quote, hold, inspection and hand-back."""

from __future__ import annotations

import logging
import uuid
from datetime import datetime, timezone
from typing import Any

import boto3

from aws_durable_execution_sdk_python import (
    DurableContext,
    StepContext,
    StepError,
    durable_execution,
    durable_step,
    durable_with_child_context,
)
from aws_durable_execution_sdk_python.config import Duration, MapConfig, WaitForCallbackConfig
from aws_durable_execution_sdk_python.serdes import JsonSerDes

import garage

logger = logging.getLogger(__name__)
contracts = boto3.resource("dynamodb").Table("contracts")

HAND_BACK = WaitForCallbackConfig(timeout=Duration.from_days(30), serdes=JsonSerDes())


@durable_step
def hold_car(step: StepContext, category: str, days: int) -> dict:
    step.logger.info("holding a %s", category)
    return garage.hold(category, days, request=str(uuid.uuid4()))


@durable_step
def save_contract(step: StepContext, contract: dict) -> str:
    contracts.put_item(Item={**contract, "saved": datetime.now(timezone.utc).isoformat()})
    return contract["number"]


def inspect_part(ctx: DurableContext, part: str, index: int, parts: Any) -> dict:
    logger.debug("inspecting %s", part)  # finds DF011
    return ctx.step(lambda _: garage.inspect(part), name="inspect-part")


@durable_with_child_context
def inspection(child: DurableContext, parts: list[str]) -> list[dict]:
    found = child.map(
        parts, inspect_part, name="parts", config=MapConfig(max_concurrency=3)
    )
    found.throw_if_error()
    return found.get_results()


def rental_days(returned: str) -> int:
    until = datetime.fromisoformat(returned)
    return (until - datetime.now(until.tzinfo)).days + 1  # finds DF001


def ask_for_car(callback_id: str, ctx) -> None:
    ctx.logger.info("car is out since %s", datetime.now(timezone.utc))
    garage.remember(callback_id)


@durable_execution
def rent(event: dict, context: DurableContext) -> dict:
    days = rental_days(event["return"])
    try:
        car = context.step(hold_car(event["category"], days))
    except StepError as error:
        context.logger.warning("no car: %s", error.message)
        return {"status": "no-car"}
    number = f"R-{uuid.uuid4().hex[:10]}"  # finds DF001
    context.step(save_contract({"number": number, "car": car["plate"]}))
    handed_back = context.wait_for_callback(ask_for_car, name="hand-back", config=HAND_BACK)
    damage = context.run_in_child_context(inspection(event["parts"]), name="inspection")
    return {"number": number, "kilometres": handed_back["kilometres"], "damage": damage}
