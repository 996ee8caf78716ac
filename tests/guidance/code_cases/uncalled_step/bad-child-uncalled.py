import aws_durable_execution_sdk_python as sdk

from tents import pitch, strike


@sdk.durable_with_child_context
def camp(child):
    child.step(lambda _: pitch(), name="pitch")
    return child.step(lambda _: strike(), name="strike")


@sdk.durable_execution
def trip(event, context):
    context.logger.info("trip to %s", event["place"])
    outcome = context.run_in_child_context(camp, name="camp")  # finds DF015
    return {"outcome": outcome}
