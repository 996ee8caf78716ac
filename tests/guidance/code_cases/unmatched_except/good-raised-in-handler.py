from aws_durable_execution_sdk_python import durable_execution
from aws_durable_execution_sdk_python.exceptions import CallbackTimeoutError
from aws_durable_execution_sdk_python.config import Duration, WaitForCallbackConfig

from approvals import ask, file_away


class Rejected(Exception):
    pass


@durable_execution
def approval(event, context):
    try:
        answer = context.wait_for_callback(
            lambda callback_id, ctx: ask(callback_id),
            name="approval",
            config=WaitForCallbackConfig(timeout=Duration.from_hours(1)),
        )
        if answer != "yes":
            raise Rejected(answer)
        return {"filed": context.step(lambda _: file_away(answer), name="file-away")}
    except CallbackTimeoutError:
        return {"filed": "timeout"}
    except Rejected:
        return {"filed": "rejected"}
