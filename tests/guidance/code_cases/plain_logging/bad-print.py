from aws_durable_execution_sdk_python import DurableContext, StepContext, durable_execution, durable_step

import parcels


@durable_step
def weigh(step: StepContext, parcel: str) -> int:
    print("weighing", parcel)
    return parcels.weigh(parcel)


@durable_execution
def handler(event: dict, context: DurableContext) -> dict:
    print("got event", event)  # finds DF011
    grams = context.step(weigh(event["parcel"]))
    print(f"weight is {grams}")  # finds DF011
    return {"grams": grams}
