import aws_durable_execution_sdk_python as durable
from aws_durable_execution_sdk_python.config import Duration

from hotel import hold_room, room_rate


class Reservation:
    def __init__(self, ctx: durable.DurableContext, guest: str):
        self.ctx = ctx
        self.guest = guest

    def reserve(self, step: durable.StepContext) -> dict:
        hold = hold_room(self.guest)
        self.ctx.wait(Duration.from_seconds(20), name="settle")  # finds DF004
        rate = self.ctx.step(lambda _: room_rate(hold), name="rate")  # finds DF004
        return {"hold": hold, "rate": rate}


@durable.durable_execution
def hotel_handler(event, context):
    reservation = Reservation(context, event["guest"])
    return context.step(reservation.reserve, name="reserve-room")
