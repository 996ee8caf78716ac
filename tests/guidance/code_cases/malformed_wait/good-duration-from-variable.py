from aws_durable_execution_sdk_python import durable_execution
from aws_durable_execution_sdk_python.config import Duration as Span

from paint import coat, drying_minutes

PAUSE = Span.from_minutes(45)


@durable_execution
def paint_wall(event, context):
    minutes = context.step(lambda _: drying_minutes(event["paint"]), name="drying")
    for layer in range(event["layers"]):
        context.step(lambda _: coat(layer), name=f"coat-{layer}")
        context.wait(Span.from_minutes(minutes), name=f"dry-{layer}")
        context.wait(PAUSE, name=f"pause-{layer}")
    return {"layers": event["layers"]}
