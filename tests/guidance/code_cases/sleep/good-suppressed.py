import time

import aws_durable_execution_sdk_python as sdk

from ships import dock, undock


@sdk.durable_execution
def tug(event, context):
    berth = context.step(lambda _: dock(event["ship"]), name="dock")
    time.sleep(0.01)  # serverless-practices: ignore DF009 -- lets the profiler take its sample
    # serverless-practices: ignore durable-sleep -- the same for the second half
    time.sleep(0.01)
    return {"berth": berth, "left": context.step(lambda _: undock(berth), name="undock")}
