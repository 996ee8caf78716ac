from aws_durable_execution_sdk_python import DurableContext
from aws_durable_execution_sdk_python import durable_execution as durable
from aws_durable_execution_sdk_python.config import ItemBatcher  # finds DF021
from aws_durable_execution_sdk_python.config import MapConfig
from aws_durable_execution_sdk_python.exceptions import UserlandError  # finds DF021

from olives import press


def press_crate(ctx: DurableContext, crate: str, index: int, crates: list) -> int:
    return ctx.step(lambda _: press(crate), name="press")


@durable
def mill(event: dict, ctx: DurableContext) -> dict:
    oil = ctx.map(event["crates"], press_crate, name="mill", config=MapConfig(max_concurrency=2))
    oil.throw_if_error()
    return {"litres": sum(oil.get_results())}
