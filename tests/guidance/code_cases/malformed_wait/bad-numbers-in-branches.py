import aws_durable_execution_sdk_python as durable
from aws_durable_execution_sdk_python.config import MapConfig

from traps import bait, inspect


def trap(ctx, site, index, sites):
    ctx.step(lambda _: bait(site), name="bait")
    ctx.wait(duration=86_400, name="night")  # finds DF016
    return ctx.step(lambda _: inspect(site), name="inspect")


@durable.durable_execution
def trapping(event, context):
    caught = context.map(event["sites"], trap, name="traps", config=MapConfig(max_concurrency=3))
    caught.throw_if_error()
    context.wait(3.5, name="report")  # finds DF016
    return {"caught": caught.get_results()}
