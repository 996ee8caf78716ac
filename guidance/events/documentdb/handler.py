from typing import Any, TypedDict

from aws_lambda_powertools.utilities.typing import LambdaContext


class ChangeStreamEvent(TypedDict):
    eventSourceArn: str
    events: list[dict[str, dict[str, Any]]]
    eventSource: str


def handler(event: ChangeStreamEvent, context: LambdaContext) -> None:
    for change in (each["event"] for each in event["events"]):
        print(
            change["operationType"],
            change["ns"]["coll"],
            change.get("fullDocument", {}).get("order_id"),
        )
