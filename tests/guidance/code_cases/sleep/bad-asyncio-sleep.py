import asyncio

from aws_durable_execution_sdk_python import DurableContext, durable_execution

from tides import level


@durable_execution
def tide_handler(event: dict, context: DurableContext) -> dict:
    low = context.step(lambda _: level(event["port"]), name="first-level")
    asyncio.run(asyncio.sleep(20))  # finds DF009
    high = context.step(lambda _: level(event["port"]), name="second-level")
    return {"rise": high - low}
