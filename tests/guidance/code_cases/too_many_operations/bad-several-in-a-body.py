import aws_durable_execution_sdk_python as durable
from aws_durable_execution_sdk_python.config import Duration

from lamps import dim, measure, replace


@durable.durable_execution
def street_lamps(event, context):
    replaced = 0
    for lamp in range(1, 1001):  # finds DF025
        lux = context.step(lambda _: measure(lamp), name=f"measure-{lamp}")
        context.step(lambda _: dim(lamp, lux), name=f"dim-{lamp}")
        context.wait(Duration.from_seconds(30), name=f"rest-{lamp}")
        context.step(lambda _: replace(lamp), name=f"replace-{lamp}")
        replaced += 1
    return {"replaced": replaced}
