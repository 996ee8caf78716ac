from aws_durable_execution_sdk_python import WithRetryConfig, durable_execution, with_retry
from aws_durable_execution_sdk_python.retries import RetryPresets

from labels import fetch_label, reserve_slot


@durable_execution
def labelling(event, context):
    def attempt(ctx, number):
        slot = ctx.step(lambda _: reserve_slot(event["parcel"]), name="slot")
        label = context.step(lambda _: fetch_label(slot), name="label")  # finds DF006
        return {"slot": slot, "label": label}

    config = WithRetryConfig(retry_strategy=RetryPresets.transient())
    return with_retry(context, attempt, config, name="label-parcel")
