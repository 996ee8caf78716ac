import json

from aws_lambda_powertools.utilities.data_classes import EventBridgeEvent, event_source
from aws_lambda_powertools.utilities.typing import LambdaContext


@event_source(data_class=EventBridgeEvent)
def handler(event: EventBridgeEvent, context: LambdaContext) -> None:
    print(
        json.dumps(
            {
                "message": event.detail_type,
                "order_id": event.detail["order_id"],
                "event_id": event.get_id,
            }
        )
    )
