from __future__ import annotations

from aws_durable_execution_sdk_python import DurableContext
from aws_durable_execution_sdk_python import durable_execution as durable
from aws_durable_execution_sdk_python.config import Duration, WaitForCallbackConfig

from juries import summon

WAIT = WaitForCallbackConfig(
    timeout=Duration.from_days(14), heartbeat_timeout=Duration.from_days(3)
)


def verdict_of(ctx: DurableContext, case: str) -> dict:
    verdict = ctx.wait_for_callback(
        lambda cb, _: summon(case, cb), name="jury", config=WAIT
    )
    guilty = verdict["guilty"]  # finds DF023
    return {"case": case, "guilty": guilty, "votes": verdict["votes"]}


@durable
def court(event: dict, context: DurableContext) -> dict:
    return verdict_of(context, event["case"])
