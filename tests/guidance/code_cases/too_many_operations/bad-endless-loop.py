import aws_durable_execution_sdk_python as sdk
from aws_durable_execution_sdk_python.config import Duration

from tides import record


@sdk.durable_execution
def tide_watch(event, context):
    while True:  # finds DF025
        context.step(lambda _: record(event["port"]), name="record")
        context.wait(Duration.from_hours(1), name="next-hour")
