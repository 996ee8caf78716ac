from aws_durable_execution_sdk_python import DurableContext, durable_execution

from ovens import bake, cool


@durable_execution
def handler(event: dict, context: DurableContext) -> dict:
    loaf = context.step(lambda _: bake(event["dough"]), name="bake")
    context.wait(600)  # finds DF016
    return {"loaf": context.step(lambda _: cool(loaf), name="cool")}
