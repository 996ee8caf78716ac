from aws_lambda_powertools.utilities.data_classes import ConnectContactFlowEvent, event_source
from aws_lambda_powertools.utilities.typing import LambdaContext


@event_source(data_class=ConnectContactFlowEvent)
def handler(event: ConnectContactFlowEvent, context: LambdaContext) -> dict[str, str]:
    return {"order_id": event.parameters["order_id"], "state": "shipped"}
