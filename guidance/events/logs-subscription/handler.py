from aws_lambda_powertools.utilities.data_classes import CloudWatchLogsEvent, event_source
from aws_lambda_powertools.utilities.typing import LambdaContext


@event_source(data_class=CloudWatchLogsEvent)
def handler(event: CloudWatchLogsEvent, context: LambdaContext) -> None:
    batch = event.parse_logs_data()
    if batch.message_type == "CONTROL_MESSAGE":
        return
    for line in batch.log_events:
        print(batch.log_group, line.timestamp, line.message)
