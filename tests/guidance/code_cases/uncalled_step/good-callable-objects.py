from functools import partial

from aws_durable_execution_sdk_python import DurableContext, StepContext, durable_execution

import robot


class Sweep:
    def __init__(self, room: str) -> None:
        self.room = room

    def __call__(self, step: StepContext) -> str:
        step.logger.info("sweeping %s", self.room)
        robot.drive(self.room)
        return self.room


def empty_bin(room: str, step: StepContext) -> bool:
    return robot.drive(f"bin-{room}")


def make_mop(room: str):
    def mop(step: StepContext) -> str:
        return robot.mop(room)

    return mop


@durable_execution
def clean(event: dict, context: DurableContext) -> dict:
    room = event["room"]
    context.step(partial(empty_bin, room), name="empty-bin")
    swept = context.step(Sweep(room), name="sweep")
    return {"swept": swept, "mopped": context.step(make_mop(room), name="mop")}
