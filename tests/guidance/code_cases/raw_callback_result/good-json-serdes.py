from aws_durable_execution_sdk_python import DurableContext, durable_execution
from aws_durable_execution_sdk_python.config import Duration, WaitForCallbackConfig
from aws_durable_execution_sdk_python.serdes import JsonSerDes

from approvals import ask


@durable_execution
def handler(event: dict, context: DurableContext) -> dict:
    decision = context.wait_for_callback(
        lambda callback_id, ctx: ask(event["document"], callback_id),
        name="review",
        config=WaitForCallbackConfig(timeout=Duration.from_days(1), serdes=JsonSerDes()),
    )
    if decision["approved"]:
        return {"status": "approved", "by": decision["by"]}
    return {"status": "rejected"}
