from aws_durable_execution_sdk_python import durable_execution, durable_step
from aws_durable_execution_sdk_python.config import Duration

import oven


def cool_down(ctx):
    ctx.wait(Duration.from_minutes(10), name="cool-down")  # finds DF004
    return oven.temperature()


@durable_step
def bake(step, ctx, recipe):
    oven.heat(recipe["celsius"])
    return cool_down(ctx)


@durable_execution
def bakery(event, context):
    celsius = context.step(bake(context, event["recipe"]), name="bake")
    return {"celsius": celsius}
