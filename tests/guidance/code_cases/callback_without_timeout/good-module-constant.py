from aws_durable_execution_sdk_python import durable_execution, durable_step
from aws_durable_execution_sdk_python.config import CallbackConfig, Duration

import kiosk

BUTTON = CallbackConfig(timeout=Duration.from_minutes(5))


@durable_step
def show(step, callback_id):
    return kiosk.show(callback_id)


@durable_execution
def kiosk_handler(event, context):
    pressed = context.create_callback("button", BUTTON)
    context.step(show(pressed.callback_id))
    return {"pressed": pressed.result()}
