from aws_lambda_powertools.utilities.data_classes import KafkaEvent, event_source
from aws_lambda_powertools.utilities.typing import LambdaContext


@event_source(data_class=KafkaEvent)
def handler(event: KafkaEvent, context: LambdaContext) -> None:
    for record in event.records:
        order = record.json_value
        print(record.topic, record.partition, record.offset, order["order_id"])
