from typing import TypedDict

from aws_lambda_powertools.utilities.typing import LambdaContext


class Reading(TypedDict):
    device: str
    temperature: float
    topic: str
    received_at: int


def handler(event: Reading, context: LambdaContext) -> None:
    print(event["device"], event["temperature"])
