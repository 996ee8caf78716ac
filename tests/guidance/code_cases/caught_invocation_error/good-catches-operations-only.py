from aws_durable_execution_sdk_python import durable_execution
from aws_durable_execution_sdk_python.exceptions import (
    DurableOperationError,
    ExecutionError,
    InvocationError,
    UnrecoverableError,
)

import booking


@durable_execution
def handler(event, context):
    try:
        context.step(lambda _: booking.flight(event), name="flight")
    except DurableOperationError:
        context.step(lambda _: booking.cancel_flight(event), name="cancel-flight")
        raise
    try:
        context.step(lambda _: booking.hotel(event), name="hotel")
    except (InvocationError, ExecutionError):
        raise
    except Exception:
        context.step(lambda _: booking.cancel_hotel(event), name="cancel-hotel")
        raise
    try:
        context.step(lambda _: booking.car(event), name="car")
    except Exception as error:
        if isinstance(error, UnrecoverableError):
            raise
        return {"car": None}
    return {"car": True}
