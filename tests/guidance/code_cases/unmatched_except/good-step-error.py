from aws_durable_execution_sdk_python import DurableContext, StepContext, StepError, durable_execution, durable_step

import seats


class SoldOut(Exception):
    pass


@durable_step
def take_seat(step: StepContext, row: str) -> str:
    seat = seats.take(row)
    if seat is None:
        raise SoldOut(row)
    return seat


@durable_execution
def handler(event: dict, context: DurableContext) -> dict:
    try:
        seat = context.step(take_seat(event["row"]))
    except StepError as error:
        if error.error_type and error.error_type.endswith("SoldOut"):
            return {"status": "sold-out"}
        raise
    return {"status": "booked", "seat": seat}
