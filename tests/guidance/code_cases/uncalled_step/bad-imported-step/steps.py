from aws_durable_execution_sdk_python import StepContext, durable_step

from robot import drive


@durable_step
def empty_bin(step: StepContext) -> bool:
    return drive("bin")


@durable_step
def sweep(step: StepContext, room: str) -> str:
    drive(room)
    return room
