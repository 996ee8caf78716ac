import asyncio

import aws_durable_execution_sdk_python as sdk
from aws_durable_execution_sdk_python.config import Duration

from kites import launch


async def fly(context, kite):
    flown = context.step(lambda _: launch(kite), name="launch")
    context.wait(Duration.from_minutes(3), name="airborne")
    return flown


@sdk.durable_execution
def festival(event, context):
    return {"flown": asyncio.run(fly(context, event["kite"]))}  # finds DF008
