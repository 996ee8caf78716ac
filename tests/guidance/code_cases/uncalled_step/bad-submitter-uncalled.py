from aws_durable_execution_sdk_python import durable_execution as durable
from aws_durable_execution_sdk_python import durable_wait_for_callback
from aws_durable_execution_sdk_python.config import Duration, WaitForCallbackConfig

import notary


@durable_wait_for_callback
def request_seal(callback_id, ctx):
    ctx.logger.info("seal requested")
    notary.request(callback_id)


@durable
def deed(event, ctx):
    seal = ctx.wait_for_callback(  # finds DF015
        request_seal,
        name="seal",
        config=WaitForCallbackConfig(timeout=Duration.from_days(10)),
    )
    return {"deed": event["deed"], "seal": seal}
