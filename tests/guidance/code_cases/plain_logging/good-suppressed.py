from aws_durable_execution_sdk_python import DurableContext, durable_execution

from ships import dock


@durable_execution
def handler(event: dict, context: DurableContext) -> dict:
    # serverless-practices: ignore DF011 -- the metrics agent reads this line; doubles are dropped
    print(f"METRIC docks {event['ship']}")
    berth = context.step(lambda _: dock(event["ship"]), name="dock")
    print(f"METRIC docked {berth}")  # serverless-practices: ignore DF011 -- as above
    return {"berth": berth}
