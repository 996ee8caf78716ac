from aws_durable_execution_sdk_python import durable_execution
from aws_durable_execution_sdk_python.config import Duration

from vaults import unlock

YEAR_AND_A_DAY = Duration.from_days(366)


def settle(ctx, seconds):
    ctx.wait(Duration.from_seconds(max(1, seconds)), name="settle")


@durable_execution
def vault(event, context):
    context.wait(Duration.from_seconds(31_622_400), name="time-lock")
    context.wait(YEAR_AND_A_DAY, name="second-lock")
    settle(context, event["seconds"])
    context.wait(name="short", duration=Duration(60))
    return {"open": context.step(lambda _: unlock(1), name="unlock")}
