from __future__ import annotations

from aws_durable_execution_sdk_python import DurableContext
from aws_durable_execution_sdk_python import durable_execution as durable


class Bakery:
    def __init__(self, ctx: DurableContext) -> None:
        self.ctx = ctx

    def order(self, loaves: int) -> dict:
        oven = "oven-controller"
        return self.ctx.invoke(oven, {"loaves": loaves}, name="oven")  # finds DF018


@durable
def bakery(event: dict, context: DurableContext) -> dict:
    return Bakery(context).order(event["loaves"])
