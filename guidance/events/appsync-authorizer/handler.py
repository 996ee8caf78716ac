from typing import Any

from aws_lambda_powertools.utilities.data_classes import event_source
from aws_lambda_powertools.utilities.data_classes.appsync_authorizer_event import (
    AppSyncAuthorizerEvent,
    AppSyncAuthorizerResponse,
)
from aws_lambda_powertools.utilities.typing import LambdaContext


@event_source(data_class=AppSyncAuthorizerEvent)
def handler(event: AppSyncAuthorizerEvent, context: LambdaContext) -> dict[str, Any]:
    allowed = event.authorization_token == "example"
    return AppSyncAuthorizerResponse(
        authorize=allowed, resolver_context={"user": "ada"}, max_age=60
    ).asdict()
