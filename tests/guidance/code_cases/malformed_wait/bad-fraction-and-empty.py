from __future__ import annotations

from aws_durable_execution_sdk_python import DurableContext
from aws_durable_execution_sdk_python import durable_execution as durable
from aws_durable_execution_sdk_python.config import Duration

from lasers import fire


def recharge(ctx: DurableContext) -> None:
    ctx.wait(Duration.from_seconds(0.5), name="recharge")  # finds DF016


@durable
def laser(event: dict, ctx: DurableContext) -> dict:
    first = ctx.step(lambda _: fire(event["target"]), name="first")
    recharge(ctx)
    second = ctx.step(lambda _: fire(event["target"]), name="second")
    ctx.wait(Duration(), name="cool")  # finds DF016
    return {"hits": [first, second]}
