import os

import boto3
import redis
from aws_durable_execution_sdk_python import DurableContext, StepContext, durable_execution, durable_step

cache = redis.Redis(host=os.environ["CACHE_HOST"])
s3 = boto3.resource("s3")


@durable_step
def remember(step: StepContext, key: str, value: str) -> str:
    cache.set(key, value, ex=300)
    s3.Object("sessions", key).put(Body=value.encode())
    return key


@durable_execution
def handler(event: dict, context: DurableContext) -> dict:
    def forget(step):
        keys = [f"session:{name}" for name in event["names"]]
        while keys:
            cache.delete(keys.pop())
        return len(event["names"])

    forgotten = context.step(forget, name="forget")
    return {"key": context.step(remember(event["key"], event["value"])), "n": forgotten}
