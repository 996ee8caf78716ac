import aws_durable_execution_sdk_python as durable
from aws_durable_execution_sdk_python.config import StepConfig
from aws_durable_execution_sdk_python.serdes import JsonSerDes

from accounts import move_money


def withdraw(step):
    return move_money("savings", "checking", 100)


def notify_owner(step):
    return "told"


@durable.durable_execution
def savings(event, context):
    moved = context.step(withdraw, config=StepConfig(serdes=JsonSerDes()))  # finds DF019
    told = context.step(notify_owner, name="notify-owner")  # finds DF019
    return {"moved": moved, "told": told}
