from dataclasses import asdict, dataclass

from aws_durable_execution_sdk_python import DurableContext, StepContext, durable_execution, durable_step

import postcodes


@dataclass
class Address:
    street: str
    postcode: str


@durable_step
def complete(step: StepContext, street: str) -> dict:
    address = Address(street=street, postcode=postcodes.find(street))
    return asdict(address)


@durable_execution
def handler(event: dict, context: DurableContext) -> dict:
    address = Address(**context.step(complete(event["street"])))
    return {"postcode": address.postcode}
