from aws_durable_execution_sdk_python import WithRetryConfig, durable_execution, with_retry
from aws_durable_execution_sdk_python.config import Duration
from aws_durable_execution_sdk_python.retries import RetryPresets

from vaults import unlock


def attempt(ctx, number):
    ctx.wait(Duration.from_seconds(-10), name="settle")  # finds DF016
    return ctx.step(lambda _: unlock(number), name="unlock")


@durable_execution
def vault(event, context):
    context.wait(Duration.from_seconds(31_622_401), name="time-lock")  # finds DF016
    config = WithRetryConfig(retry_strategy=RetryPresets.transient())
    return {"open": with_retry(context, attempt, config, name="vault")}
