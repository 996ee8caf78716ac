from typing import Any

from aws_lambda_powertools.utilities.data_classes import AppSyncResolverEvent, event_source
from aws_lambda_powertools.utilities.typing import LambdaContext


@event_source(data_class=AppSyncResolverEvent)
def handler(event: AppSyncResolverEvent, context: LambdaContext) -> dict[str, Any]:
    if event.field_name != "getOrder":
        raise ValueError(f"no resolver for {event.type_name}.{event.field_name}")
    return {"id": event.arguments["id"], "quantity": 2}
