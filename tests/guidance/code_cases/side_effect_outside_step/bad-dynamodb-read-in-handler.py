import boto3

from aws_durable_execution_sdk_python import DurableContext, StepContext, durable_execution, durable_step

table = boto3.resource("dynamodb").Table("bookings")


@durable_step
def confirm(step: StepContext, booking: dict) -> dict:
    table.update_item(
        Key={"id": booking["id"]},
        UpdateExpression="SET #s = :s",
        ExpressionAttributeNames={"#s": "status"},
        ExpressionAttributeValues={":s": "CONFIRMED"},
    )
    return {**booking, "status": "CONFIRMED"}


@durable_execution
def handler(event: dict, context: DurableContext) -> dict:
    booking = table.get_item(Key={"id": event["booking_id"]})["Item"]  # finds DF002
    return context.step(confirm(booking))
