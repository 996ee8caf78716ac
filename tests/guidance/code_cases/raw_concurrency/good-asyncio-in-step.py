import asyncio

import aiohttp

from aws_durable_execution_sdk_python import StepContext, durable_execution, durable_step


async def _status(session, url):
    async with session.get(url) as reply:
        return reply.status


async def _all(urls):
    async with aiohttp.ClientSession() as session:
        return await asyncio.gather(*(_status(session, url) for url in urls))


@durable_step
def probe(step: StepContext, urls: list) -> list:
    return list(asyncio.run(_all(urls)))


@durable_execution
def uptime(event, context):
    statuses = context.step(probe(event["urls"]))
    return {"down": [u for u, s in zip(event["urls"], statuses) if s >= 500]}
