from aws_durable_execution_sdk_python import durable_execution as durable
from aws_durable_execution_sdk_python.config import CallbackConfig
from aws_durable_execution_sdk_python.config import Duration as D

from courier import hand_over


@durable
def delivery(event, ctx):
    limit = D.from_hours(event["hours"])
    signature = ctx.create_callback("signature", CallbackConfig(limit))
    photo = ctx.create_callback(config=CallbackConfig(timeout=D(seconds=900)), name="photo")
    ctx.step(
        lambda step: hand_over(signature.callback_id, photo.callback_id), name="hand-over"
    )
    return {"signature": signature.result(), "photo": photo.result()}
