import asyncio

import aws_durable_execution_sdk_python as sdk

from lights import switch


async def demo():
    await asyncio.sleep(0)
    return "demo"


@sdk.durable_execution
def handler(event, context):
    def flip(step):
        return switch(event["lamp"])

    return {"state": context.step(flip, name="flip")}


if __name__ == "__main__":
    print(asyncio.run(demo()))
