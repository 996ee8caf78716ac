import aws_durable_execution_sdk_python as sdk
from aws_durable_execution_sdk_python.config import Duration, WaitForCallbackConfig
from aws_durable_execution_sdk_python.retries import RetryPresets

from farms import start_render


@sdk.durable_execution
def render(event, context):
    frames = context.wait_for_callback(  # finds DF017
        lambda callback_id, ctx: start_render(event["scene"], callback_id),
        name="render-farm",
        config=WaitForCallbackConfig(
            heartbeat_timeout=Duration.from_minutes(10),
            retry_strategy=RetryPresets.transient(),
        ),
    )
    return {"frames": frames}
