from aws_durable_execution_sdk_python import durable_execution
from aws_durable_execution_sdk_python.config import Duration, WaitForCallbackConfig

from client import press_bell, read_state


def ask(callback_id, ctx):
    press_bell(callback_id)


@durable_execution
def door(event, context):
    state = context.step(lambda step: read_state(event["door"]), name="read-state")
    word = context.wait_for_callback(
        ask, name="bell", config=WaitForCallbackConfig(timeout=Duration.from_hours(1))
    )
    return {"state": state, "word": word}
