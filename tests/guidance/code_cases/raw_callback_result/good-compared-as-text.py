import aws_durable_execution_sdk_python as sdk
from aws_durable_execution_sdk_python.config import Duration, WaitForCallbackConfig

from labs import order_test

HALF_A_DAY = WaitForCallbackConfig(timeout=Duration.from_hours(12))


@sdk.durable_execution
def diagnostics(event, context):
    def order(callback_id, ctx):
        order_test(callback_id)

    outcome = context.wait_for_callback(order, name="lab", config=HALF_A_DAY)
    if outcome == "negative":
        return {"state": "well"}
    if outcome in ("positive", "unclear"):
        return {"state": "repeat", "outcome": outcome}
    return {"state": f"unknown: {outcome}"}
