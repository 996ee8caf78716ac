import time

from aws_durable_execution_sdk_python import durable_execution as workflow

from greenhouse import measure, open_vent


class Vent:
    def __init__(self, ctx):
        self.ctx = ctx

    def regulate(self, minutes):
        self.ctx.step(lambda _: open_vent(), name="open-vent")
        time.sleep(minutes * 60)  # finds DF009
        return self.ctx.step(lambda _: measure(), name="measure")


@workflow
def greenhouse(event, context):
    def body(child):
        time.sleep(1)  # finds DF009
        return Vent(child).regulate(event["minutes"])

    return context.run_in_child_context(body, name="regulate")
