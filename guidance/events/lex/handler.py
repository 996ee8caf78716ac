from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    intent = event["sessionState"]["intent"]
    slot = intent["slots"]["Quantity"]  # null until the user has said it
    text = f"{slot['value']['interpretedValue']} mugs are on their way."
    return {
        "sessionState": {
            "dialogAction": {"type": "Close"},
            "intent": {**intent, "state": "Fulfilled"},
        },
        "messages": [{"contentType": "PlainText", "content": text}],
    }
