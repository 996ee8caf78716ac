import asyncio

import httpx

from aws_durable_execution_sdk_python import DurableContext, StepContext, durable_execution, durable_step


async def load_pages(urls: list[str]) -> list[int]:
    async with httpx.AsyncClient() as client:
        replies = await asyncio.gather(*(client.get(url) for url in urls))
    return [len(reply.content) for reply in replies]


@durable_step
def measure(step: StepContext, urls: list[str]) -> list[int]:
    return asyncio.run(load_pages(urls))


@durable_execution
def handler(event: dict, context: DurableContext) -> dict:
    return {"sizes": context.step(measure(event["urls"]))}
