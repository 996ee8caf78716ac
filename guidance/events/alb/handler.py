import json
from typing import Any
from urllib.parse import unquote_plus

from aws_lambda_powertools.utilities.data_classes import ALBEvent, event_source
from aws_lambda_powertools.utilities.typing import LambdaContext


@event_source(data_class=ALBEvent)
def handler(event: ALBEvent, context: LambdaContext) -> dict[str, Any]:
    name = unquote_plus(event.query_string_parameters.get("name", ""))
    return {
        "statusCode": 200,
        "statusDescription": "200 OK",
        "headers": {"Content-Type": "application/json"},
        "body": json.dumps({"name": name}),
        "isBase64Encoded": False,
    }
