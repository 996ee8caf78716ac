import aws_durable_execution_sdk_python as sdk
from aws_durable_execution_sdk_python.config import Duration, MapConfig

from tides import record


def port(ctx, name, index, names):
    return ctx.step(lambda _: record(name), name="record")


@sdk.durable_execution
def tide_watch(event, context):
    hours = min(event["hours"], 48)
    for hour in range(hours):
        context.step(lambda _: record(event["port"]), name=f"record-{hour}")
        context.wait(Duration.from_hours(1), name=f"hour-{hour}")
    batch = context.map(event["ports"], port, name="ports", config=MapConfig(max_concurrency=9))
    return {"failed": batch.failure_count}
