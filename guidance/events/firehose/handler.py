from typing import Any

from aws_lambda_powertools.utilities.data_classes import (
    KinesisFirehoseDataTransformationRecord,
    KinesisFirehoseDataTransformationResponse,
    KinesisFirehoseEvent,
    event_source,
)
from aws_lambda_powertools.utilities.serialization import base64_from_json
from aws_lambda_powertools.utilities.typing import LambdaContext


@event_source(data_class=KinesisFirehoseEvent)
def handler(event: KinesisFirehoseEvent, context: LambdaContext) -> dict[str, Any]:
    answer = KinesisFirehoseDataTransformationResponse()
    for record in event.records:
        order = {**record.data_as_json, "source": "shop"}
        answer.add_record(
            KinesisFirehoseDataTransformationRecord(
                record_id=record.record_id, result="Ok", data=base64_from_json(order)
            )
        )
    return answer.asdict()
