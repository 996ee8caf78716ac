import json
from typing import TypedDict

from aws_lambda_powertools.utilities.typing import LambdaContext


class Scheduled(TypedDict):
    schedule: str
    scheduled_time: str
    execution_id: str
    attempt: str
    report: str


def handler(event: Scheduled, context: LambdaContext) -> None:
    print(
        json.dumps({"message": "report", "report": event["report"], "due": event["scheduled_time"]})
    )
