from aws_durable_execution_sdk_python import DurableContext, durable_execution
from aws_durable_execution_sdk_python.waits import (
    WaitForConditionConfig,
    WaitStrategyConfig,
    create_wait_strategy,
)

import builds


def check(state, poll):
    status = builds.status(state["build"])
    seen = list(state["seen"])
    seen.append(status)
    return {**state, "seen": seen, "status": status}


@durable_execution
def handler(event: dict, context: DurableContext) -> dict:
    final = context.wait_for_condition(
        check,
        WaitForConditionConfig(
            create_wait_strategy(
                WaitStrategyConfig(lambda s: s["status"] == "running", max_attempts=90)
            ),
            {"build": event["build"], "status": "running", "seen": []},
        ),
        name="build",
    )
    final["polls"] = len(final["seen"])
    return final
