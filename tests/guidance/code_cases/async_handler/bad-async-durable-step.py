import aiohttp

from aws_durable_execution_sdk_python import durable_execution, durable_step


@durable_step
async def fetch_rate(step, currency):  # finds DF014
    async with aiohttp.ClientSession() as session:
        async with session.get(f"https://rates.example/{currency}") as reply:
            return await reply.json()


@durable_execution
def rates(event, context):
    rate = context.step(fetch_rate(event["currency"]), name="fetch-rate")
    return {"rate": rate}
