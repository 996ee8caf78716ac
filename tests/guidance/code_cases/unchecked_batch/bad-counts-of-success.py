import aws_durable_execution_sdk_python as sdk
from aws_durable_execution_sdk_python.config import CompletionConfig, MapConfig

from meters import read_meter


@sdk.durable_execution
def metering(event, context):
    readings = context.map(  # finds DF012
        event["meters"],
        lambda ctx, meter, index, meters: ctx.step(lambda _: read_meter(meter), name="read"),
        name="readings",
        config=MapConfig(completion_config=CompletionConfig.all_completed()),
    )
    total = sum(item.result for item in readings.succeeded())
    return {"total": total, "read": readings.success_count, "of": readings.total_count}
