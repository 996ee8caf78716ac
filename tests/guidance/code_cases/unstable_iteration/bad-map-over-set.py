from aws_durable_execution_sdk_python import durable_execution
from aws_durable_execution_sdk_python.config import MapConfig

from cities import census


def count(ctx, city, index, cities):
    return ctx.step(lambda _: census(city), name="census")


@durable_execution
def population(event, context):
    batch = context.map(
        list(set(event["cities"])),  # finds DF024
        count,
        name="cities",
        config=MapConfig(max_concurrency=8),
    )
    batch.throw_if_error()
    return {"people": sum(batch.get_results())}
