import time
from datetime import datetime, timezone

from aws_durable_execution_sdk_python import DurableContext, durable_execution
from aws_durable_execution_sdk_python.config import Duration, WaitForCallbackConfig
from aws_durable_execution_sdk_python.waits import (
    WaitForConditionConfig,
    WaitStrategyConfig,
    create_wait_strategy,
)

from lab import open_ticket, read_sensor


def check_sensor(state, check):
    reading = read_sensor(state["sensor"])
    return {**state, "value": reading, "read_at": time.time()}


def submit(callback_id, ctx):
    open_ticket(callback_id, opened_at=datetime.now(timezone.utc).isoformat())


@durable_execution
def handler(event: dict, context: DurableContext) -> dict:
    state = context.wait_for_condition(
        check_sensor,
        config=WaitForConditionConfig(
            initial_state={"sensor": event["sensor"], "value": 0},
            wait_strategy=create_wait_strategy(
                WaitStrategyConfig(should_continue_polling=lambda s: s["value"] < 20)
            ),
        ),
        name="warm-up",
    )
    verdict = context.wait_for_callback(
        submit,
        name="technician",
        config=WaitForCallbackConfig(timeout=Duration.from_hours(8)),
    )
    return {"value": state["value"], "verdict": verdict}
