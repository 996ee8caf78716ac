from aws_durable_execution_sdk_python import DurableContext, durable_execution
from aws_durable_execution_sdk_python.config import Duration, WaitForCallbackConfig

from approvals import ask


@durable_execution
def handler(event: dict, context: DurableContext) -> dict:
    def submit(callback_id, ctx):
        ask(event["manager"], callback_id)

    answer = context.wait_for_callback(
        submit,
        name="approval",
        config=WaitForCallbackConfig(
            timeout=Duration.from_hours(24), heartbeat_timeout=Duration.from_hours(2)
        ),
    )
    return {"answer": answer}
