from aws_durable_execution_sdk_python import durable_execution
from aws_durable_execution_sdk_python.config import Duration, WaitForCallbackConfig

from tents import pitch, request_site


def pitch_tent(step):
    return pitch(step.attempt)


def ask_site(callback_id, ctx):
    request_site(callback_id)


def camp(child):
    return child.step(pitch_tent, name="pitch")


@durable_execution
def trip(event, context):
    site = context.wait_for_callback(
        ask_site, name="site", config=WaitForCallbackConfig(timeout=Duration.from_hours(9))
    )
    return {"site": site, "tent": context.run_in_child_context(camp, name="camp")}
