import json
import urllib.request
from typing import Any

from aws_lambda_powertools.utilities.data_classes import (
    CloudFormationCustomResourceEvent,
    event_source,
)
from aws_lambda_powertools.utilities.typing import LambdaContext


@event_source(data_class=CloudFormationCustomResourceEvent)
def handler(event: CloudFormationCustomResourceEvent, context: LambdaContext) -> None:
    try:
        if event.request_type in {"Create", "Update"}:
            print("seeding", event.resource_properties["Count"])
        answer(event, "SUCCESS")
    except Exception as error:
        answer(event, "FAILED", str(error))


def answer(event: CloudFormationCustomResourceEvent, status: str, reason: str = "") -> None:
    body: dict[str, Any] = {
        "Status": status,
        "Reason": reason or "done",
        # The same for the resource's whole life: another one would make CloudFormation delete the old one.
        "PhysicalResourceId": event.get("PhysicalResourceId")
        or f"seed-{event.logical_resource_id}",
        "StackId": event.stack_id,
        "RequestId": event.request_id,
        "LogicalResourceId": event.logical_resource_id,
    }
    request = urllib.request.Request(
        event.response_url, json.dumps(body).encode(), {"content-type": ""}, method="PUT"
    )
    urllib.request.urlopen(request, timeout=10).close()
