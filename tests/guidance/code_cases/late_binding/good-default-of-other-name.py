from aws_durable_execution_sdk_python import durable_execution

import rooms


@durable_execution
def handler(event, context):
    branches = []
    for number, room in enumerate(event["rooms"]):

        def clean(ctx, place=room, which=number):
            return ctx.step(lambda _: rooms.clean(place), name=f"clean-{which}")

        branches.append(clean)
        branches.append(lambda ctx, place=room: ctx.step(lambda _: rooms.air(place), name="air"))
    context.parallel(branches, name="rooms").throw_if_error()
    return len(branches)
