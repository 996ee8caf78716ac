import asyncio
import json

import aioboto3

session = aioboto3.Session()


async def store(records):
    async with session.client("s3") as s3:
        for record in records:
            await s3.put_object(Bucket="raw", Key=record["messageId"], Body=record["body"])
            await asyncio.sleep(0.01)


async def handler_async(event, context):
    await store(event["Records"])
    return {"statusCode": 200, "body": json.dumps({"stored": len(event["Records"])})}


def handler(event, context):
    return asyncio.run(handler_async(event, context))
