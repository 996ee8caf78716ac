from aws_durable_execution_sdk_python import DurableContext, durable_execution
from aws_durable_execution_sdk_python.config import Duration, StepConfig
from aws_durable_execution_sdk_python.retries import RetryStrategyConfig, create_retry_strategy
from aws_durable_execution_sdk_python.waits import WaitForConditionConfig, WaitStrategyConfig, create_wait_strategy

from weather import Client, buoy, read

CLIENT = Client(max_attempts=10_000)


@durable_execution
def tide(event: dict, context: DurableContext):
    retry = create_retry_strategy(RetryStrategyConfig(max_attempts=3000, initial_delay=Duration.from_minutes(4)))
    own = create_retry_strategy(RetryStrategyConfig(max_attempts=event["attempts"]))
    context.step(lambda _: buoy(CLIENT), name="buoy", config=StepConfig(retry_strategy=retry))
    context.step(lambda _: buoy(Client(max_attempts=5000)), name="second-buoy", config=StepConfig(retry_strategy=own))
    return context.wait_for_condition(
        lambda state, check: read(event["id"]),
        config=WaitForConditionConfig(
            initial_state={"calm": False},
            wait_strategy=create_wait_strategy(WaitStrategyConfig(lambda state: not state["calm"], max_attempts=200)),
        ),
        name="calm",
    )
