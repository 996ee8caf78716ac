from __future__ import annotations

from aws_durable_execution_sdk_python import DurableContext
from aws_durable_execution_sdk_python import durable_execution as durable
from aws_durable_execution_sdk_python.config import Duration

from phones import dial_out


class Reminder:
    def __init__(self, ctx: DurableContext, patient: dict) -> None:
        self.ctx = ctx
        self.patient = patient

    def remind(self, number: int) -> str:
        return self.ctx.step(  # finds DF019
            lambda _: dial_out(self.patient["phone"], number), name=f"send_sms_{number}"
        )


@durable
def reminders(event: dict, context: DurableContext) -> dict:
    reminder = Reminder(context, event["patient"])
    first = reminder.remind(1)
    context.wait(Duration.from_days(1), name="one-day")
    return {"delivered": [first, reminder.remind(2)]}
