import time

from aws_durable_execution_sdk_python import DurableContext, StepContext, durable_execution, durable_step

import fax


def dial_with_pauses(number: str) -> bool:
    for digit in number:
        fax.tone(digit)
        time.sleep(0.05)
    return fax.connected()


@durable_step
def dial(step: StepContext, number: str) -> bool:
    return dial_with_pauses(number)


@durable_execution
def handler(event: dict, context: DurableContext) -> dict:
    connected = context.step(dial(event["number"]))
    again = context.step(lambda _: dial_with_pauses(event["fallback"]), name="fallback")
    return {"connected": connected or again}
