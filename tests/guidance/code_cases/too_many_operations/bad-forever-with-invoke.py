from aws_durable_execution_sdk_python import DurableContext, durable_execution
from aws_durable_execution_sdk_python.config import Duration

from quakes import latest


def watch(ctx: DurableContext, station: str) -> None:
    strongest = 0
    while True:  # finds DF025
        magnitude = ctx.step(lambda _: latest(station), name="latest")
        if magnitude > strongest:
            strongest = magnitude
            ctx.invoke("alarm:live", {"magnitude": magnitude}, name="alarm")
        ctx.wait(Duration.from_minutes(10), name="pause")


@durable_execution
def seismograph(event: dict, context: DurableContext) -> None:
    watch(context, event["station"])
