import subprocess as sp

import redis
from aws_durable_execution_sdk_python import DurableContext, durable_execution
from aws_durable_execution_sdk_python.retries import RetryPresets
from aws_durable_execution_sdk_python import WithRetryConfig, with_retry

cache = redis.Redis(host="cache.internal")


def convert(ctx: DurableContext, attempt: int) -> str:
    sp.run(["ffmpeg", "-i", "/mnt/in.mov", "/mnt/out.mp4"], check=True)  # finds DF002
    return ctx.step(lambda _: "/mnt/out.mp4", name="register-output")


@durable_execution
def transcode(event: dict, context: DurableContext) -> dict:
    known = cache.get(event["checksum"])  # finds DF002
    if known:
        return {"path": known.decode()}
    path = with_retry(
        context,
        convert,
        WithRetryConfig(retry_strategy=RetryPresets.transient()),
        name="convert",
    )
    return {"path": path}
