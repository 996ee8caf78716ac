from aws_durable_execution_sdk_python import durable_execution, durable_step

import kiosk


@durable_step
def show(step, callback_id):
    return kiosk.show(callback_id)


@durable_execution
def kiosk_handler(event, context):
    pressed = context.create_callback(name="button")  # finds DF017
    context.step(show(pressed.callback_id))
    return {"pressed": pressed.result()}
