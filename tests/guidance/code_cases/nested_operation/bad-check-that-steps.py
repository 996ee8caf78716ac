from __future__ import annotations

from aws_durable_execution_sdk_python import DurableContext, durable_execution
from aws_durable_execution_sdk_python.types import WaitForConditionCheckContext
from aws_durable_execution_sdk_python.waits import (
    WaitForConditionConfig,
    WaitStrategyConfig,
    create_wait_strategy,
)

import cluster

POLL = create_wait_strategy(WaitStrategyConfig(lambda s: not s["ready"], max_attempts=30))


@durable_execution
def provision(event: dict, context: DurableContext) -> dict:
    def check(state: dict, poll: WaitForConditionCheckContext) -> dict:
        nodes = context.step(lambda _: cluster.nodes(state["name"]), name="nodes")  # finds DF004
        return {**state, "ready": nodes >= 3}

    return context.wait_for_condition(
        check,
        config=WaitForConditionConfig(
            wait_strategy=POLL, initial_state={"name": event["name"], "ready": False}
        ),
        name="cluster-ready",
    )
