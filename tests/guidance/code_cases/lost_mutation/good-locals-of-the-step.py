from aws_durable_execution_sdk_python import DurableContext, durable_execution

from stock import reserve


@durable_execution
def handler(event: dict, context: DurableContext) -> dict:
    def reserve_all(step):
        reserved = []
        summary = {"count": 0}
        for item in event["items"]:
            reserved.append(reserve(item["sku"], item["quantity"]))
            summary["count"] += 1
        summary["reserved"] = reserved
        return summary

    return context.step(reserve_all, name="reserve-all")
