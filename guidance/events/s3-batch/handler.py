from typing import Any
from urllib.parse import unquote_plus

from aws_lambda_powertools.utilities.data_classes import (
    S3BatchOperationEvent,
    S3BatchOperationResponse,
    S3BatchOperationResponseRecord,
    event_source,
)
from aws_lambda_powertools.utilities.typing import LambdaContext


@event_source(data_class=S3BatchOperationEvent)
def handler(event: S3BatchOperationEvent, context: LambdaContext) -> dict[str, Any]:
    answer = S3BatchOperationResponse(
        event.invocation_schema_version, event.invocation_id, "PermanentFailure"
    )
    for task in event.tasks:
        done = f"looked at {unquote_plus(task.s3_key)}"
        answer.add_result(
            S3BatchOperationResponseRecord(
                task_id=task.task_id, result_code="Succeeded", result_string=done
            )
        )
    return answer.asdict()
