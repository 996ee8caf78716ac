from aws_durable_execution_sdk_python import (
    CallbackTimeoutError,
    DurableContext,
    DurableOperationError,
    durable_execution,
)
from aws_durable_execution_sdk_python.config import Duration, StepConfig, WaitForCallbackConfig
from aws_durable_execution_sdk_python.retries import RetryPresets

import venue

PERSISTENT = StepConfig(retry_strategy=RetryPresets.critical())
ANSWER = WaitForCallbackConfig(timeout=Duration.from_hours(48))


@durable_execution
def wedding(event: dict, context: DurableContext) -> dict:
    booked = []
    try:
        booked.append(context.step(lambda _: venue.book(event["date"]), name="venue"))
        answer = context.wait_for_callback(
            lambda cb, ctx: venue.ask_band(cb, event["band"]), name="band", config=ANSWER
        )
        return {"booked": booked, "band": answer}
    except CallbackTimeoutError:
        reason = "band is silent"
    except DurableOperationError as error:
        reason = str(error)
    for number, item in enumerate(reversed(booked)):
        context.step(
            lambda _: venue.cancel(item), name=f"cancel-{number}", config=PERSISTENT
        )
    return {"booked": [], "reason": reason}
