import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

import boto3

s3 = boto3.client("s3")


async def tags(keys):
    return await asyncio.gather(
        *(asyncio.to_thread(s3.get_object_tagging, Bucket="b", Key=k) for k in keys)
    )


def handler(event, context):
    keys = [record["s3"]["object"]["key"] for record in event["Records"]]
    flush = threading.Thread(target=print, args=("flushing",))
    flush.start()
    with ThreadPoolExecutor(8) as pool:
        sizes = list(pool.map(lambda k: s3.head_object(Bucket="b", Key=k), keys))
    found = asyncio.run(tags(keys))
    flush.join()
    return {"sizes": len(sizes), "tags": len(found)}
