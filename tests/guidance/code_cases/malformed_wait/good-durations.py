from aws_durable_execution_sdk_python import DurableContext, durable_execution
from aws_durable_execution_sdk_python.config import Duration

from ovens import bake, cool


@durable_execution
def handler(event: dict, context: DurableContext) -> dict:
    loaf = context.step(lambda _: bake(event["dough"]), name="bake")
    context.wait(Duration.from_minutes(10), name="rest")
    context.wait(Duration(seconds=1))
    context.wait(duration=Duration.from_days(366), name="cellar")
    context.wait(Duration.from_hours(0.5), "proof")
    return {"loaf": context.step(lambda _: cool(loaf), name="cool")}
