from aws_durable_execution_sdk_python import DurableContext, StepContext, durable_execution, durable_step

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
    row = event["row"]
    try:
        seat = context.step(take_seat(row))
    except SoldOut:  # finds DF020
        return {"status": "sold-out"}
    return {"status": "booked", "seat": seat}
