from aws_durable_execution_sdk_python import DurableContext, durable_execution, with_retry, WithRetryConfig
from aws_durable_execution_sdk_python.config import Duration
from aws_durable_execution_sdk_python.retries import RetryStrategyConfig, create_retry_strategy, RetryPresets
import labs

def attempt_order(ctx: DurableContext, attempt: int) -> dict:
    sample = ctx.step(lambda _: labs.order(attempt), name="order")
    ctx.wait(Duration.from_hours(1), name="courier")
    result = ctx.step(lambda _: labs.collect(sample), name="collect")
    if result["status"] == "spoiled":
        raise ValueError("spoiled")
    return result

@durable_execution
def handler(event: dict, context: DurableContext) -> dict:
    return with_retry(
        context,
        attempt_order,
        WithRetryConfig(retry_strategy=create_retry_strategy(RetryStrategyConfig(max_attempts=3))),
        name="lab",
    )
