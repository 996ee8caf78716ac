import aws_durable_execution_sdk_python as durable
from aws_durable_execution_sdk_python import config as c

import elections


def ballot(ctx, district, config):
    return ctx.wait_for_callback(
        lambda cb, _: elections.open_ballot(district, cb), name="ballot", config=config
    )


@durable.durable_execution
def election(event, context):
    limit = c.Duration.from_days(1) if event["snap"] else c.Duration.from_days(30)
    config = c.WaitForCallbackConfig(timeout=limit)
    return {"result": ballot(context, event["district"], config)}
