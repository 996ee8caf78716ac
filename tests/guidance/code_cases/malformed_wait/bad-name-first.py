from aws_durable_execution_sdk_python import durable_execution
from aws_durable_execution_sdk_python.config import Duration

from paint import coat


@durable_execution
def paint_wall(event, context):
    for layer in range(event["layers"]):
        context.step(lambda _: coat(layer), name=f"coat-{layer}")
        context.wait("drying", 5)  # finds DF016
    context.wait(Duration.from_seconds(0), name="finish")  # finds DF016
    return {"layers": event["layers"]}
