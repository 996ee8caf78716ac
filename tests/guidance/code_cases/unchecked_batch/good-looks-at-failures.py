from aws_durable_execution_sdk_python import durable_execution
from aws_durable_execution_sdk_python.config import CompletionConfig, MapConfig, ParallelConfig

from meters import read_meter, read_weather


def one(ctx, meter, index, meters):
    return ctx.step(lambda _: read_meter(meter), name="read")


def weather(ctx):
    return ctx.step(lambda _: read_weather(), name="weather")


@durable_execution
def metering(event, context):
    tolerant = CompletionConfig(tolerated_failure_count=3)
    readings = context.map(
        event["meters"], one, name="readings", config=MapConfig(completion_config=tolerant)
    )
    if readings.has_failure:
        context.logger.warning("failed: %s", [item.index for item in readings.failed()])
    extra = context.parallel(
        [weather], name="extra", config=ParallelConfig(max_concurrency=1)
    )
    return {
        "total": sum(readings.get_results()),
        "extra": extra.get_results(),
        "extra_state": extra.status.value,
    }
