import boto3

from aws_durable_execution_sdk_python import durable_execution as durable
from aws_durable_execution_sdk_python.config import Duration

client = boto3.client("lambda")


@durable(boto3_client=client)
async def nightly(event, context):  # finds DF014
    context.wait(Duration.from_hours(6), name="night")
    return {"day": event["day"]}
