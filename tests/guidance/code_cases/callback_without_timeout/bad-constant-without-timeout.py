import aws_durable_execution_sdk_python as durable
from aws_durable_execution_sdk_python.config import Duration, WaitForCallbackConfig

import elections

BALLOT = WaitForCallbackConfig(heartbeat_timeout=Duration.from_hours(1))


@durable.durable_wait_for_callback
def open_ballot(callback_id, ctx, district):
    ctx.logger.info("ballot for %s", district)
    elections.open_ballot(district, callback_id)


@durable.durable_execution
def election(event, context):
    def district(ctx, name, index, names):
        return ctx.wait_for_callback(open_ballot(name), name="ballot", config=BALLOT)  # finds DF017

    results = context.map(event["districts"], district, name="districts")
    return {"results": results.get_results(), "failed": results.failure_count}
