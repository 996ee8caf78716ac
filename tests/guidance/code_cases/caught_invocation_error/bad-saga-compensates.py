from aws_durable_execution_sdk_python import DurableContext, durable_execution

import booking


@durable_execution
def book(event: dict, context: DurableContext) -> dict:
    undo = []
    try:
        flight = context.step(lambda _: booking.flight(event), name="flight")
        undo.append(lambda _: booking.cancel_flight(flight))
        hotel = context.step(lambda _: booking.hotel(event), name="hotel")
        undo.append(lambda _: booking.cancel_hotel(hotel))
    except Exception as error:  # finds DF026
        context.logger.error("booking failed: %s", error)
        for number, each in enumerate(reversed(undo)):
            context.step(each, name=f"undo-{number}")
        raise
    return {"flight": flight, "hotel": hotel}
