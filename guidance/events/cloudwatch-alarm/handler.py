from aws_lambda_powertools.utilities.data_classes import CloudWatchAlarmEvent, event_source
from aws_lambda_powertools.utilities.typing import LambdaContext


@event_source(data_class=CloudWatchAlarmEvent)
def handler(event: CloudWatchAlarmEvent, context: LambdaContext) -> None:
    alarm = event.alarm_data
    print(alarm.alarm_name, alarm.previous_state.value, "->", alarm.state.value)
