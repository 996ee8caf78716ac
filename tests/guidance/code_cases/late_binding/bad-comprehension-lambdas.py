from aws_durable_execution_sdk_python import DurableContext, durable_execution

from regions import drain


@durable_execution
def handler(event: dict, context: DurableContext) -> dict:
    branches = [
        lambda ctx: ctx.step(lambda _: drain(region), name="drain")  # finds DF013
        for region in event["regions"]
    ]
    result = context.parallel(branches, name="drain-regions")
    result.throw_if_error()
    return {"drained": result.get_results()}
