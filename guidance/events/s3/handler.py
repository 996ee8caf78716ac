import json
from urllib.parse import unquote_plus

from aws_lambda_powertools.utilities.data_classes import S3Event, event_source
from aws_lambda_powertools.utilities.typing import LambdaContext


@event_source(data_class=S3Event)
def handler(event: S3Event, context: LambdaContext) -> None:
    for record in event.records:
        key = unquote_plus(record.s3.get_object.key)
        print(json.dumps({"message": "new object", "bucket": record.s3.bucket.name, "key": key}))
