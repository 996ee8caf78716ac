"""Apple harvest over several orchards."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import boto3

import aws_durable_execution_sdk_python as durable
from aws_durable_execution_sdk_python.config import (
    CompletionConfig,
    Duration,
    MapConfig,
    ParallelConfig,
    WaitForCallbackConfig,
)
from aws_durable_execution_sdk_python.waits import (
    WaitForConditionConfig,
    WaitStrategyConfig,
    create_wait_strategy,
)

import orchard

crates = boto3.resource("dynamodb").Table("crates")
FOREMAN = WaitForCallbackConfig(timeout=Duration.from_hours(10))


@dataclass
class Row:
    number: int
    kilos: int = 0


@durable.durable_step
def plan_rows(step: durable.StepContext, name: str) -> list[dict]:
    step.logger.info("planning %s", name)
    return [asdict(Row(number)) for number in range(orchard.rows(name))]


@durable.durable_step
def store_crate(step: durable.StepContext, row: dict, kilos: int) -> int:
    crates.put_item(Item={"row": row["number"], "kilos": kilos})
    return kilos


def pick_row(ctx: durable.DurableContext, row: dict, index: int, rows: Any) -> int:
    kilos = ctx.step(lambda _: orchard.pick(row["number"]), name="pick")
    ctx.wait(Duration.from_minutes(10), name="rest")
    return ctx.step(store_crate(row, kilos))


def dry(state: dict, check) -> dict:
    return {"name": state["name"], "wet": orchard.is_wet(state["name"])}


def pick_orchard(ctx: durable.DurableContext, name: str) -> dict:
    ctx.wait_for_condition(
        dry,
        config=WaitForConditionConfig(
            wait_strategy=create_wait_strategy(
                WaitStrategyConfig(lambda s: s["wet"], max_attempts=100)
            ),
            initial_state={"name": name, "wet": True},
        ),
        name="dry",
    )
    rows = ctx.step(plan_rows(name))
    picked = ctx.map(  # finds DF012
        rows,
        pick_row,
        name="rows",
        config=MapConfig(
            max_concurrency=6, completion_config=CompletionConfig.all_completed()
        ),
    )
    return {"name": name, "kilos": sum(picked.get_results())}


@durable.durable_execution
def harvest(event: dict, context: durable.DurableContext) -> dict:
    orchards = context.parallel(  # finds DF012
        [
            durable.ParallelBranch(lambda ctx: pick_orchard(ctx, "hill"), name="hill"),
            durable.ParallelBranch(lambda ctx: pick_orchard(ctx, "river"), name="river"),
        ],
        name="orchards",
        config=ParallelConfig(max_concurrency=2),
    )
    word = context.wait_for_callback(
        lambda cb, ctx: orchard.ask_foreman(cb), name="foreman", config=FOREMAN
    )
    return {"kilos": sum(o["kilos"] for o in orchards.get_results()), "foreman": word}
