from aws_durable_execution_sdk_python import DurableContext, StepError
from aws_durable_execution_sdk_python import durable_execution as durable

import salvage


def lift(context: DurableContext, wreck: str) -> dict:
    try:
        return context.step(lambda _: salvage.lift(wreck), name="lift")
    except (StepError, BaseException) as problem:  # finds DF010
        context.logger.error("lift failed: %s", problem)
        return {"lifted": False}


@durable
def handler(event: dict, context: DurableContext) -> dict:
    return lift(context, event["wreck"])
