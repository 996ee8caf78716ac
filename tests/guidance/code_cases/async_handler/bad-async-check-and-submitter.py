from __future__ import annotations

from aws_durable_execution_sdk_python import DurableContext, durable_execution, durable_wait_for_callback
from aws_durable_execution_sdk_python.config import Duration, WaitForCallbackConfig
from aws_durable_execution_sdk_python.waits import (
    WaitForConditionConfig,
    WaitStrategyConfig,
    create_wait_strategy,
)

from doors import knock, state_of


async def check(state: dict, poll) -> dict:  # finds DF014
    return {"door": state["door"], "open": await state_of(state["door"])}


@durable_wait_for_callback
async def ask_porter(callback_id: str, ctx, door: str) -> None:  # finds DF014
    await knock(door, callback_id)


@durable_execution
def porter(event: dict, context: DurableContext) -> dict:
    answer = context.wait_for_callback(
        ask_porter(event["door"]),
        name="porter",
        config=WaitForCallbackConfig(timeout=Duration.from_minutes(20)),
    )
    final = context.wait_for_condition(
        check,
        config=WaitForConditionConfig(
            wait_strategy=create_wait_strategy(WaitStrategyConfig(lambda s: not s["open"])),
            initial_state={"door": event["door"], "open": False},
        ),
        name="door-open",
    )
    return {"answer": answer, "open": final["open"]}
