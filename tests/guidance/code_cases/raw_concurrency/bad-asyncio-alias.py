import asyncio as aio

import aws_durable_execution_sdk_python as durable

from recipes import bake, whisk


@durable.durable_execution
def cake(event: dict, context: durable.DurableContext) -> dict:
    async def both() -> list:
        first = context.step(lambda _: whisk(event["eggs"]), name="whisk")
        second = context.step(lambda _: bake(event["tin"]), name="bake")
        return [first, second]

    batter, crust = aio.run(both())  # finds DF008
    return {"batter": batter, "crust": crust}
