from aws_durable_execution_sdk_python import WithRetryConfig, durable_execution, with_retry
from aws_durable_execution_sdk_python.config import Duration
from aws_durable_execution_sdk_python.retries import RetryPresets

from kiln import fire, measure


def one_firing(ctx, attempt):
    ctx.step(lambda _: fire(attempt), name="fire")
    ctx.wait(Duration.from_hours(6), name="cool")
    quality = ctx.step(lambda _: measure(), name="measure")
    if quality < 80:
        raise RuntimeError("crack found")
    return quality


@durable_execution
def pottery(event, context):
    config = WithRetryConfig(retry_strategy=RetryPresets.resource_availability())
    return {"quality": with_retry(context, one_firing, config, name="firing")}
