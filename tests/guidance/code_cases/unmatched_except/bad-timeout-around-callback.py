import aws_durable_execution_sdk_python as sdk
from aws_durable_execution_sdk_python.config import Duration, WaitForCallbackConfig

from approvals import ask, remind

LIMIT = WaitForCallbackConfig(timeout=Duration.from_hours(1))


@sdk.durable_execution
def approval(event, context):
    def submit(callback_id, ctx):
        ask(callback_id)

    try:
        answer = context.wait_for_callback(submit, name="approval", config=LIMIT)
    except TimeoutError:  # finds DF020
        answer = context.step(lambda _: remind("boss"), name="remind")
    return {"answer": answer}
