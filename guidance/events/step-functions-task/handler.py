from typing import NotRequired, TypedDict

from aws_lambda_powertools.utilities.typing import LambdaContext


class Task(TypedDict):
    order_id: str
    quantity: int
    execution: str
    task_token: NotRequired[str]


class OutOfStock(Exception):
    """Its name is what the state machine's Retry and Catch match."""


def handler(event: Task, context: LambdaContext) -> dict[str, object]:
    if event["quantity"] > 10:
        raise OutOfStock(event["order_id"])
    return {"order_id": event["order_id"], "reserved": event["quantity"]}
