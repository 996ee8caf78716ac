from aws_durable_execution_sdk_python import durable_execution
from aws_durable_execution_sdk_python.config import Duration, MapConfig

from lottery import check, register


def ticket(ctx, number, index, numbers):
    ctx.step(lambda _: register(number), name="register")
    ctx.wait(Duration.from_seconds(5), name="settle")
    return ctx.step(lambda _: check(number), name="check")


@durable_execution
def lottery(event, context):
    batch = context.map(  # finds DF025
        list(range(1200)), ticket, name="tickets", config=MapConfig(max_concurrency=40)
    )
    batch.throw_if_error()
    return {"tickets": batch.total_count}
