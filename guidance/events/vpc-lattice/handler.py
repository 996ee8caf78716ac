import json
from typing import Any

from aws_lambda_powertools.utilities.data_classes import VPCLatticeEventV2, event_source
from aws_lambda_powertools.utilities.typing import LambdaContext


@event_source(data_class=VPCLatticeEventV2)
def handler(event: VPCLatticeEventV2, context: LambdaContext) -> dict[str, Any]:
    order = json.loads(event.decoded_body or "{}")
    return {
        "isBase64Encoded": False,
        "statusCode": 200,
        "headers": {"content-type": "application/json"},
        "body": json.dumps(order),
    }
