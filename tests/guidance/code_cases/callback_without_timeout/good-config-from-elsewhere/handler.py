import aws_durable_execution_sdk_python as sdk

from farms import start_render
from settings import callback_config


@sdk.durable_execution
def render(event, context):
    frames = context.wait_for_callback(
        lambda callback_id, ctx: start_render(event["scene"], callback_id),
        name="render-farm",
        config=callback_config(event["minutes"]),
    )
    return {"frames": frames}
