from aws_durable_execution_sdk_python import DurableContext, durable_execution

from photos import resize


def shrink(ctx: DurableContext, key: str, index: int, keys: list) -> str:
    return ctx.step(lambda _: resize(key), name="resize")


@durable_execution
def handler(event: dict, context: DurableContext) -> dict:
    batch = context.map(event["keys"], shrink, name="shrink")  # finds DF012
    return {"thumbnails": batch.get_results()}
