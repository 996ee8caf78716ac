import random
import time
from uuid import uuid4

from aws_durable_execution_sdk_python import durable_execution, durable_step
from aws_durable_execution_sdk_python.types import StepContext

import rates


@durable_step
def stamp(_: StepContext) -> dict:
    return {"id": uuid4().hex, "at": time.time(), "seed": random.random()}


def _fresh_suffix():
    return uuid4().hex[:6]


@durable_execution
def quote(event, context):
    meta = context.step(stamp(), name="stamp")
    suffix = context.step(lambda _: _fresh_suffix(), name="suffix")

    def fetch_rate(step):
        step.logger.info("rate requested at %s", time.strftime("%H:%M"))
        return rates.lookup(event["pair"], random.choice(rates.MIRRORS))

    rate = context.step(fetch_rate, name="rate")
    return {"id": meta["id"], "suffix": suffix, "rate": rate}
