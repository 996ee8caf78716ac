import aws_durable_execution_sdk_python as sdk
from aws_durable_execution_sdk_python import config

from warranty import close


@sdk.durable_execution
def warranty(event, context):
    def body(child):
        child.wait(seconds=30)  # finds DF016, DF021
        child.wait(duration=config.Duration.from_days(400), name="term")  # finds DF016
        return child.step(lambda _: close(event["contract"]), name="close")

    return context.run_in_child_context(body, name="warranty")
