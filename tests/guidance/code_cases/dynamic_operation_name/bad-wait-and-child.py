from datetime import date

from aws_durable_execution_sdk_python import durable_execution
from aws_durable_execution_sdk_python.config import Duration

from garden import water


def irrigate(child):
    return child.step(lambda _: water("north"), name="north")


@durable_execution
def irrigation(event, ctx):
    ctx.wait(Duration.from_hours(1), name="settle-" + date.today().isoformat())  # finds DF001, DF003
    return ctx.run_in_child_context(irrigate, name="irrigate")
