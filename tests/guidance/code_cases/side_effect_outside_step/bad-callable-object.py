import boto3
from aws_durable_execution_sdk_python import DurableContext, durable_execution

queue = boto3.client("sqs")


class Welcome:
    def __init__(self, context: DurableContext) -> None:
        self._context = context

    def __call__(self, customer: dict) -> dict:
        profile = self._context.step(lambda _: {"id": customer["id"]}, name="profile")
        queue.send_message(QueueUrl="welcome", MessageBody=profile["id"])  # finds DF002
        return profile


@durable_execution
def handler(event: dict, context: DurableContext) -> dict:
    return Welcome(context)(event["customer"])
