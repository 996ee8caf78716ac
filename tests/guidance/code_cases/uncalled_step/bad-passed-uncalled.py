from aws_durable_execution_sdk_python import DurableContext, StepContext, durable_execution, durable_step

import stamps


@durable_step
def print_stamp(step: StepContext) -> str:
    return stamps.print_one()


@durable_execution
def handler(event: dict, context: DurableContext) -> dict:
    stamp = context.step(print_stamp, name="print-stamp")  # finds DF015
    return {"stamp": stamp}
