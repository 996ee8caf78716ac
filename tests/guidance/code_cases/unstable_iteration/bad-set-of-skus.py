from aws_durable_execution_sdk_python import DurableContext, durable_execution

from stock import reserve


@durable_execution
def handler(event: dict, context: DurableContext) -> dict:
    skus = {item["sku"] for item in event["items"]}
    held = []
    for sku in skus:  # finds DF024
        held.append(context.step(lambda _: reserve(sku), name=f"reserve-{sku}"))
    return {"held": held}
