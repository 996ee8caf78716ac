from aws_durable_execution_sdk_python import DurableContext, durable_execution

from stock import reserve


@durable_execution
def handler(event: dict, context: DurableContext) -> dict:
    reserved = []

    def reserve_all(step):
        for item in event["items"]:
            reserved.append(reserve(item["sku"], item["quantity"]))  # finds DF005

    context.step(reserve_all, name="reserve-all")
    return {"reserved": reserved}
