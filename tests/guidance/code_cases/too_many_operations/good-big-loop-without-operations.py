import aws_durable_execution_sdk_python as durable
from aws_durable_execution_sdk_python.config import Duration

from lamps import measure


@durable.durable_execution
def street_lamps(event, context):
    weights = [0] * 100_000
    for lamp in range(100_000):
        weights[lamp] = (lamp * 37) % 101
    attempts = 0
    while attempts < 5:
        lux = context.step(lambda _: measure(weights[attempts]), name=f"measure-{attempts}")
        if lux > 10:
            break
        context.wait(Duration.from_minutes(5), name=f"dusk-{attempts}")
        attempts += 1
    return {"attempts": attempts}
