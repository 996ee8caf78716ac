import time

from aws_durable_execution_sdk_python import DurableContext, durable_execution
from aws_durable_execution_sdk_python.waits import (
    WaitForConditionConfig,
    WaitStrategyConfig,
    create_wait_strategy,
)

import turbine


def settled(state, check):
    first = turbine.rpm(state["id"])
    time.sleep(0.3)
    second = turbine.rpm(state["id"])
    return {"id": state["id"], "stable": abs(first - second) < 5}


@durable_execution
def spin_up(event: dict, context: DurableContext) -> dict:
    strategy = create_wait_strategy(
        WaitStrategyConfig(should_continue_polling=lambda s: not s["stable"], max_attempts=40)
    )
    return context.wait_for_condition(
        settled,
        config=WaitForConditionConfig(
            wait_strategy=strategy, initial_state={"id": event["id"], "stable": False}
        ),
        name="turbine-stable",
    )
