import time as clock

import aws_durable_execution_sdk_python as sdk

from drones import land, lift


def fly(ctx, drone, index, drones):
    ctx.step(lambda _: lift(drone), name="lift")
    clock.sleep(30)  # finds DF009
    return ctx.step(lambda _: land(drone), name="land")


@sdk.durable_execution
def show(event, context):
    flights = context.map(event["drones"], fly, name="flights")
    flights.throw_if_error()
    return {"landed": flights.get_results()}
