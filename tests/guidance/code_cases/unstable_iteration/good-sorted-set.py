from aws_durable_execution_sdk_python import DurableContext, durable_execution

from stock import reserve


@durable_execution
def handler(event: dict, context: DurableContext) -> dict:
    skus = {item["sku"] for item in event["items"]}
    held = []
    for sku in sorted(skus):
        held.append(context.step(lambda _: reserve(sku), name=f"reserve-{sku}"))
    shelves = {sku[:2] for sku in skus}
    return {"held": held, "shelves": len(shelves)}
