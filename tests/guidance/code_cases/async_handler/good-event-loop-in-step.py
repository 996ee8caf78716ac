import asyncio

import aws_durable_execution_sdk_python as sdk

from sonar import listen


@sdk.durable_step
def hear(step: sdk.StepContext, depth: int) -> list:
    async def all_bands() -> list:
        tasks = [asyncio.create_task(listen(depth, band)) for band in range(4)]
        await asyncio.sleep(0.1)
        return [await task for task in tasks]

    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(all_bands())
    finally:
        loop.close()


@sdk.durable_execution
def sonar_handler(event, context):
    return {"echoes": context.step(hear(event["depth"]))}
