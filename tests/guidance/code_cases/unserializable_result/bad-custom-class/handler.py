from aws_durable_execution_sdk_python import durable_execution
from aws_durable_execution_sdk_python.config import MapConfig

from measures import Volume
from wells import sound


def depth(ctx, well, index, wells):
    metres = ctx.step(lambda _: sound(well), name="sound")
    return Volume(metres, radius=2)  # finds DF022


@durable_execution
def survey(event, context):
    volumes = context.map(event["wells"], depth, name="wells", config=MapConfig(max_concurrency=2))
    volumes.throw_if_error()
    return {"litres": sum(volume.litres() for volume in volumes.get_results())}
