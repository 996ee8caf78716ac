from dataclasses import dataclass

from aws_durable_execution_sdk_python import DurableContext, StepContext, durable_execution, durable_step

import postcodes


@dataclass
class Address:
    street: str
    postcode: str


@durable_step
def complete(step: StepContext, street: str) -> Address:
    postcode = postcodes.find(street)
    return Address(street=street, postcode=postcode)  # finds DF022


@durable_execution
def handler(event: dict, context: DurableContext) -> dict:
    address = context.step(complete(event["street"]))
    return {"postcode": address.postcode}
