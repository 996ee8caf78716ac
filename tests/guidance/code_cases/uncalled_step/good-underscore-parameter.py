import aws_durable_execution_sdk_python as sdk

import fish


@sdk.durable_step
def count_fish(_, pond):
    return fish.count(pond)


@sdk.durable_step
def average_weight(_ctx: sdk.StepContext, *, unit: str = "g") -> int:
    return fish.average_weight(unit)


@sdk.durable_execution
def pond_handler(event, context):
    count = context.step(count_fish(event["pond"]))
    weigh = average_weight(unit="kg")
    return {"kilos": count * context.step(weigh, name="average")}
