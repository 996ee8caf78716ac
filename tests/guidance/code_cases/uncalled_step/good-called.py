from aws_durable_execution_sdk_python import DurableContext, StepContext, durable_execution, durable_step

import stamps


@durable_step
def print_stamp(step: StepContext) -> str:
    return stamps.print_one()


@durable_step
def value_stamp(step: StepContext, stamp: str, currency: str = "EUR") -> int:
    return stamps.value(stamp, currency)


@durable_execution
def handler(event: dict, context: DurableContext) -> dict:
    stamp = context.step(print_stamp(), name="print-stamp")
    return {"stamp": stamp, "value": context.step(value_stamp(stamp))}
