from time import sleep

from aws_durable_execution_sdk_python import DurableContext, StepContext, durable_execution, durable_step

import geocoder

PAUSE_SECONDS = 0.2


@durable_step
def geocode(step: StepContext, address: str) -> dict:
    return geocoder.lookup(address)


def geocode_all(context: DurableContext, addresses: list[str]) -> list[dict]:
    found = []
    for i, address in enumerate(addresses):
        found.append(context.step(geocode(address), name=f"geocode-{i}"))
        sleep(PAUSE_SECONDS)  # finds DF009
    return found


@durable_execution
def handler(event: dict, context: DurableContext) -> dict:
    return {"points": geocode_all(context, event["addresses"])}
