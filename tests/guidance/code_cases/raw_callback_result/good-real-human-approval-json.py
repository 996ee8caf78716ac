import json
import boto3
from aws_durable_execution_sdk_python import CallbackTimeoutError, durable_execution
from aws_durable_execution_sdk_python.config import CallbackConfig, Duration

ses = boto3.client("ses")
TEMPLATE = "Please approve: {url}"

@durable_execution
def handler(event, context):
    callback = context.create_callback(name="approval", config=CallbackConfig(timeout=Duration.from_days(2), heartbeat_timeout=Duration.from_hours(12)))
    context.step(lambda _: ses.get_send_quota(), name="quota")
    context.step(lambda _: event["mailer"] and TEMPLATE.format(url=f"https://x/{callback.callback_id}"), name="compose")
    try:
        result = json.loads(callback.result())
    except CallbackTimeoutError:
        return {"approved": False, "reason": "timeout"}
    return {"approved": result["approved"], "by": result.get("by", "?")}
