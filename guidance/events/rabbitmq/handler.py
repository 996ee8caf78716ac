from aws_lambda_powertools.utilities.data_classes import event_source
from aws_lambda_powertools.utilities.data_classes.rabbit_mq_event import RabbitMQEvent
from aws_lambda_powertools.utilities.typing import LambdaContext


@event_source(data_class=RabbitMQEvent)
def handler(event: RabbitMQEvent, context: LambdaContext) -> None:
    for queue, messages in event.rmq_messages_by_queue.items():
        for message in messages:
            print(queue, message.json_data["order_id"], message.redelivered)
