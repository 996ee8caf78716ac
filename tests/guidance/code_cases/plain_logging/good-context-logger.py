from aws_durable_execution_sdk_python import DurableContext, StepContext, durable_execution, durable_step

import parcels


@durable_step
def weigh(step: StepContext, parcel: str) -> int:
    step.logger.info("weighing %s", parcel)
    return parcels.weigh(parcel)


@durable_execution
def handler(event: dict, context: DurableContext) -> dict:
    log = context.logger
    log.info("got event", extra={"parcel": event["parcel"]})
    grams = context.step(weigh(event["parcel"]))
    context.logger.info("weight is %d", grams)
    return {"grams": grams}
