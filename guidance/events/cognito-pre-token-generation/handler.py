from typing import Any

from aws_lambda_powertools.utilities.data_classes import event_source
from aws_lambda_powertools.utilities.data_classes.cognito_user_pool_event import (
    PreTokenGenerationTriggerEvent,
)
from aws_lambda_powertools.utilities.typing import LambdaContext


@event_source(data_class=PreTokenGenerationTriggerEvent)
def handler(event: PreTokenGenerationTriggerEvent, context: LambdaContext) -> dict[str, Any]:
    event.response.claims_override_details.claims_to_add_or_override = {"tenant": "shop"}
    return event.raw_event
