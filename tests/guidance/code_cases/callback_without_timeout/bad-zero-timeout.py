from __future__ import annotations

from aws_durable_execution_sdk_python import DurableContext
from aws_durable_execution_sdk_python import durable_execution as workflow
from aws_durable_execution_sdk_python.config import CallbackConfig, Duration

from courier import hand_over


@workflow
def delivery(event: dict, context: DurableContext) -> dict:
    signature = context.create_callback(  # finds DF017
        name="signature", config=CallbackConfig(timeout=Duration.from_seconds(0))
    )
    context.step(
        lambda step: hand_over(event["parcel"], signature.callback_id), name="hand-over"
    )
    return {"signature": signature.result()}
