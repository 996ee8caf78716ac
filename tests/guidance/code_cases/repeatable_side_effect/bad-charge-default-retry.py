from aws_durable_execution_sdk_python import DurableContext, StepContext, durable_execution, durable_step

import gateway


@durable_step
def charge_card(step: StepContext, order: dict) -> str:
    return gateway.charge(order["card"], order["total"])


@durable_execution
def handler(event: dict, context: DurableContext) -> dict:
    receipt = context.step(charge_card(event))  # finds DF019
    return {"receipt": receipt}
