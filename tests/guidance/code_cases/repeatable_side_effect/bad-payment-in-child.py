from aws_durable_execution_sdk_python import (
    DurableContext,
    StepError,
    durable_execution,
    durable_step,
    durable_with_child_context,
)

import gateway


@durable_step
def hold_room(step, room: str) -> str:
    return gateway.hold(room)


@durable_step
def capture_payment(step, hold: str, cents: int) -> str:
    return gateway.settle(hold, cents)


@durable_step
def release_room(step, hold: str) -> str:
    return gateway.release(hold)


@durable_with_child_context
def stay(child: DurableContext, room: str, cents: int) -> dict:
    hold = child.step(hold_room(room))
    try:
        paid = child.step(capture_payment(hold, cents))  # finds DF019
    except StepError as error:
        child.logger.warning("not captured: %s", error.message)
        child.step(release_room(hold))
        return {"status": "released"}
    return {"status": "booked", "receipt": paid}


@durable_execution
def hotel(event: dict, context: DurableContext) -> dict:
    return context.run_in_child_context(stay(event["room"], event["cents"]), name="stay")
