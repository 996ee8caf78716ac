from aws_durable_execution_sdk_python import durable_execution, durable_step

import fish


@durable_step
def count_fish(pond: str) -> int:  # finds DF015
    return fish.count(pond)


@durable_step
def average_weight() -> int:  # finds DF015
    return fish.average_weight()


@durable_execution
def pond_handler(event, context):
    count = context.step(count_fish(event["pond"]))
    return {"kilos": count * context.step(average_weight())}
