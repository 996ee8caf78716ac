import aws_durable_execution_sdk_python as sdk

from seeds import sow, water


@sdk.durable_execution
def garden(event, context):
    async def plant(ctx, bed, index, beds):  # finds DF014
        return ctx.step(lambda _: sow(bed), name="sow")

    async def sprinkle(ctx):  # finds DF014
        return ctx.step(lambda _: water(event["minutes"]), name="water")

    planted = context.map(event["beds"], plant, name="plant")
    planted.throw_if_error()
    wet = context.parallel([sprinkle], name="sprinkle")
    wet.throw_if_error()
    return {"beds": planted.total_count}
