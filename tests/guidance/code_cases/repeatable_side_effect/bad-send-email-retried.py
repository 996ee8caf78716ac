import boto3

from aws_durable_execution_sdk_python import durable_execution, durable_step
from aws_durable_execution_sdk_python.config import Duration, StepConfig
from aws_durable_execution_sdk_python.retries import RetryStrategyConfig, create_retry_strategy

ses = boto3.client("sesv2")
PATIENT = StepConfig(
    retry_strategy=create_retry_strategy(
        RetryStrategyConfig(max_attempts=10, initial_delay=Duration.from_seconds(20))
    )
)


@durable_step
def send_email(step, address, text):
    ses.send_email(
        FromEmailAddress="shop@example.com",
        Destination={"ToAddresses": [address]},
        Content={"Simple": {"Subject": {"Data": "Order"}, "Body": {"Text": {"Data": text}}}},
    )
    return address


@durable_execution
def confirm(event, context):
    for number, address in enumerate(event["addresses"]):
        context.step(  # finds DF019
            send_email(address, event["text"]),
            name=f"send-email-{number}",
            config=PATIENT,
        )
    return {"sent": len(event["addresses"])}
