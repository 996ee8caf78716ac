import aws_durable_execution_sdk_python as sdk

from cells import culture, stain


def left(ctx):
    return ctx.step(lambda _: stain("left"), name="stain-left")


def right(ctx):
    return ctx.step(lambda _: stain("right"), name="stain-right")


@sdk.durable_execution
def laboratory(event, context):
    dishes = context.map(event["dishes"], lambda ctx, dish: ctx.step(lambda _: culture(dish)))  # finds DF021
    dishes.throw_if_error()
    stains = context.parallel(left, right)  # finds DF021
    stains.throw_if_error()
    return {"dishes": dishes.get_results(), "stains": stains.get_results()}
