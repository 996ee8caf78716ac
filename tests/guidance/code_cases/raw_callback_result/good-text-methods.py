from aws_durable_execution_sdk_python import durable_execution as durable
from aws_durable_execution_sdk_python.config import Duration, WaitForCallbackConfig

from juries import summon


@durable
def court(event, ctx):
    verdict = ctx.wait_for_callback(
        lambda cb, _: summon(event["case"], cb),
        name="jury",
        config=WaitForCallbackConfig(timeout=Duration.from_days(14)),
    )
    word = verdict.strip().lower()
    if word.startswith("guilty"):
        return {"verdict": "guilty"}
    return {"verdict": word, "length": len(verdict)}
