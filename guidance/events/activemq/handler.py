from aws_lambda_powertools.utilities.data_classes import event_source
from aws_lambda_powertools.utilities.data_classes.active_mq_event import ActiveMQEvent
from aws_lambda_powertools.utilities.typing import LambdaContext


@event_source(data_class=ActiveMQEvent)
def handler(event: ActiveMQEvent, context: LambdaContext) -> None:
    for message in event.messages:
        print(message.destination_physicalname, message.json_data["order_id"], message.redelivered)
