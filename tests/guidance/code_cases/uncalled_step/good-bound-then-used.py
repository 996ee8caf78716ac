from aws_durable_execution_sdk_python import durable_execution as durable
from aws_durable_execution_sdk_python import durable_step, durable_wait_for_callback
from aws_durable_execution_sdk_python.config import Duration, WaitForCallbackConfig

import notary


@durable_wait_for_callback
def request_seal(callback_id, ctx, deed):
    notary.request(callback_id, deed)


@durable_step
def register(step, deed, seal):
    return notary.register(deed, seal)


WEEK = WaitForCallbackConfig(timeout=Duration.from_days(7))


@durable
def deed_handler(event, ctx):
    submit = request_seal(event["deed"])
    seal = ctx.wait_for_callback(submit, name="seal", config=WEEK)
    steps = {"register": register(event["deed"], seal)}
    return {"entry": ctx.step(steps["register"], name="register")}
