from aws_durable_execution_sdk_python import durable_execution
from aws_durable_execution_sdk_python.config import MapConfig, ParallelConfig

from cells import culture, stain


def left(ctx):
    return ctx.step(lambda _: stain("left"), name="stain-left")


def right(ctx):
    return ctx.step(lambda _: stain("right"), name="stain-right")


@durable_execution
def laboratory(event, context):
    dishes = context.map(
        event["dishes"],
        lambda ctx, dish, *_: ctx.step(lambda step: culture(dish), name="culture"),
        name="dishes",
        config=MapConfig(max_concurrency=3),
    )
    dishes.throw_if_error()
    stains = context.parallel([left, right], "stains", ParallelConfig(max_concurrency=2))
    stains.throw_if_error()
    return {"dishes": list(map(lambda d: d, dishes.get_results())), "n": stains.total_count}
