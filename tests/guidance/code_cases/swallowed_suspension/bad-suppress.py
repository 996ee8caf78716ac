import contextlib

import aws_durable_execution_sdk_python as sdk
from aws_durable_execution_sdk_python.config import Duration, WaitForCallbackConfig

from signs import post_request


@sdk.durable_execution
def permits(event, context):
    answer = "none"
    with contextlib.suppress(BaseException):  # finds DF010
        answer = context.wait_for_callback(
            lambda callback_id, ctx: post_request(callback_id, event["plot"]),
            name="council",
            config=WaitForCallbackConfig(timeout=Duration.from_days(30)),
        )
    return {"answer": answer}
