from aws_durable_execution_sdk_python import DurableContext, durable_execution
from aws_durable_execution_sdk_python.waits import (
    WaitForConditionConfig,
    WaitStrategyConfig,
    create_wait_strategy,
)

import ferry


class FerryCancelled(Exception):
    pass


def check(state: dict, poll) -> dict:
    status = ferry.status(state["crossing"])
    if status == "cancelled":
        raise FerryCancelled(state["crossing"])
    return {**state, "status": status}


POLL = create_wait_strategy(WaitStrategyConfig(lambda s: s["status"] != "docked"))


def arrival(ctx: DurableContext, crossing: str) -> str:
    config = WaitForConditionConfig(
        wait_strategy=POLL, initial_state={"crossing": crossing, "status": "unknown"}
    )
    try:
        ctx.wait_for_condition(check, config=config, name="docked")
    except FerryCancelled:  # finds DF020
        return "cancelled"
    return "arrived"


@durable_execution
def crossing_handler(event: dict, context: DurableContext) -> dict:
    return {"crossing": arrival(context, event["crossing"])}
