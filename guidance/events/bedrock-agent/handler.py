from typing import Any

from aws_lambda_powertools.utilities.data_classes import BedrockAgentFunctionEvent, event_source
from aws_lambda_powertools.utilities.typing import LambdaContext


@event_source(data_class=BedrockAgentFunctionEvent)
def handler(event: BedrockAgentFunctionEvent, context: LambdaContext) -> dict[str, Any]:
    given = {parameter.name: parameter.value for parameter in event.parameters}
    text = f"Order {given['order_id']} is on its way."
    return {
        "messageVersion": "1.0",
        "response": {
            "actionGroup": event.action_group,
            "function": event.function,
            "functionResponse": {"responseBody": {"TEXT": {"body": text}}},
        },
        "sessionAttributes": event.session_attributes,
        "promptSessionAttributes": event.prompt_session_attributes,
    }
