import json

from aws_lambda_powertools.utilities.data_classes import SNSEvent, event_source
from aws_lambda_powertools.utilities.typing import LambdaContext


@event_source(data_class=SNSEvent)
def handler(event: SNSEvent, context: LambdaContext) -> None:
    for record in event.records:
        order = json.loads(record.sns.message)
        print(json.dumps({"message": "taken", "order_id": order["order_id"]}))
