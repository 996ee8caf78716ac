from aws_durable_execution_sdk_python import DurableContext, durable_execution
from aws_durable_execution_sdk_python.config import Duration, StepConfig
from aws_durable_execution_sdk_python.retries import (
    LinearRetryStrategyConfig,
    RetryStrategyConfig,
    create_linear_retry_strategy,
    create_retry_strategy,
)
from aws_durable_execution_sdk_python.waits import WaitForConditionConfig, WaitStrategyConfig, create_wait_strategy

from weather import buoy, read

MOST = 10_000
LINEAR = create_linear_retry_strategy(
    LinearRetryStrategyConfig(
        max_attempts=MOST,  # finds DF025
        initial_delay=Duration.from_seconds(1),
    )
)


@durable_execution
def tide(event: dict, context: DurableContext):
    retry = create_retry_strategy(
        RetryStrategyConfig(
            initial_delay=Duration.from_seconds(1),
            max_attempts=3001,  # finds DF025
        )
    )
    context.step(lambda _: buoy(event["id"]), name="buoy", config=StepConfig(retry_strategy=retry))
    context.step(lambda _: read(event["id"]), name="read", config=StepConfig(retry_strategy=LINEAR))
    return context.wait_for_condition(
        lambda state, check: read(event["id"]),
        config=WaitForConditionConfig(
            initial_state={"calm": False},
            wait_strategy=create_wait_strategy(
                WaitStrategyConfig(
                    lambda state: not state["calm"],
                    5000,  # finds DF025
                )
            ),
        ),
        name="calm",
    )
