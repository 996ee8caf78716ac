import aws_durable_execution_sdk_python as sdk
from aws_durable_execution_sdk_python.config import Duration, WaitForCallbackConfig

from labs import order_test


def lab(child):
    sample = child.wait_for_callback(
        lambda callback_id, ctx: order_test(callback_id),
        name="lab",
        config=WaitForCallbackConfig(timeout=Duration.from_hours(12)),
    )
    return {"kind": "blood", **sample}  # finds DF023


@sdk.durable_execution
def diagnostics(event, context):
    return context.run_in_child_context(lab, name="lab-test")
