import boto3
from aws_lambda_powertools.utilities.data_classes import AWSConfigRuleEvent, event_source
from aws_lambda_powertools.utilities.data_classes.aws_config_rule_event import (
    AWSConfigConfigurationChanged,
)
from aws_lambda_powertools.utilities.typing import LambdaContext


@event_source(data_class=AWSConfigRuleEvent)
def handler(event: AWSConfigRuleEvent, context: LambdaContext) -> None:
    change = event.invoking_event
    if not isinstance(change, AWSConfigConfigurationChanged) or event.event_left_scope:
        return
    item = change.configuration_item
    timeout = item.configuration.get("timeout", 0) if item.configuration else 0
    kept = timeout >= int(event.rule_parameters["minimum"])
    boto3.client("config").put_evaluations(
        ResultToken=event.result_token,
        Evaluations=[
            {
                "ComplianceResourceType": item.resource_type,
                "ComplianceResourceId": item.resource_id,
                "ComplianceType": "COMPLIANT" if kept else "NON_COMPLIANT",
                "OrderingTimestamp": item.configuration_item_capture_time,
            }
        ],
    )
