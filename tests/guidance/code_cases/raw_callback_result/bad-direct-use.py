import aws_durable_execution_sdk_python as durable
from aws_durable_execution_sdk_python import config as c

import auctions

ONE_HOUR = c.CallbackConfig(timeout=c.Duration.from_hours(1))


@durable.durable_execution
def auction(event, context):
    hammer = context.create_callback("hammer", ONE_HOUR)
    context.step(lambda _: auctions.open_lot(event["lot"], hammer.callback_id), name="open-lot")
    return {"lot": event["lot"], "cents": hammer.result()["cents"]}  # finds DF023
