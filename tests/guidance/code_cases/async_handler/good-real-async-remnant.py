import asyncio
import aiohttp
from aws_durable_execution_sdk_python import DurableContext, durable_execution

async def fetch(session, url):
    async with session.get(url) as response:
        return await response.json()

async def fetch_all(urls):
    async with aiohttp.ClientSession() as session:
        return await asyncio.gather(*(fetch(session, url) for url in urls))

@durable_execution
def handler(event: dict, context: DurableContext):
    pages = context.step(lambda _: asyncio.run(fetch_all(event["urls"])), name="fetch-pages")
    return {"pages": len(pages)}
