from aws_durable_execution_sdk_python import durable_execution as durable
from aws_durable_execution_sdk_python.config import StepConfig, StepSemantics
from aws_durable_execution_sdk_python.retries import RetryPresets

from accounts import move_money, tell


def withdraw(step):
    return move_money("savings", "checking", 100)


@durable
def savings(event, ctx):
    moved = ctx.step(withdraw, config=StepConfig(retry_strategy=RetryPresets.none()))
    told = ctx.step(
        lambda _: tell(event["owner"]),
        name="notify-owner",
        config=StepConfig(step_semantics=StepSemantics.AT_MOST_ONCE_PER_RETRY),
    )
    return {"moved": moved, "told": told}
