import boto3

from aws_durable_execution_sdk_python import durable_execution, durable_step
from aws_durable_execution_sdk_python.config import Duration

locks = boto3.resource("dynamodb").Table("locks")


@durable_step
def take_lock(step, name):
    locks.put_item(Item={"name": name})
    return name


@durable_execution
def migrate(event, context):
    lock = context.step(take_lock(event["schema"]))
    try:
        context.wait(Duration.from_minutes(5), name="drain")
        return context.step(lambda _: {"migrated": lock}, name="migrate")
    finally:
        locks.delete_item(Key={"name": lock})  # finds DF002, DF010
