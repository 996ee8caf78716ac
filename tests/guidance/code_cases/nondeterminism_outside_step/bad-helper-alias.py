from time import time as unix_now

import aws_durable_execution_sdk_python as durable
from aws_durable_execution_sdk_python.config import Duration

from claims import assess


def is_overdue(claim):
    return unix_now() - claim["opened_at"] > 86_400  # finds DF001


@durable.durable_execution
def process_claim(event, ctx):
    claim = ctx.step(lambda _: assess(event["claim_id"]), name="assess-claim")
    if is_overdue(claim):
        ctx.wait(Duration.from_minutes(5), name="escalation-window")
        return ctx.step(lambda _: {"escalated": claim["id"]}, name="escalate")
    return {"status": "in-time"}
