import os

from aws_durable_execution_sdk_python import durable_execution

import boto3

EAGER = os.environ.get("EAGER") == "1"


@durable_execution
def handler(event, context):
    table = os.environ.get("TABLE") or "orders"
    target = os.environ["SHIPPING"] if event["ship"] else os.environ["PICKUP"]
    stage = "blue" if os.getenv("COLOUR") == "blue" else "green"
    client = boto3.client("dynamodb", region_name=os.environ["AWS_REGION"])
    row = context.step(lambda _: client.get_item(TableName=table, Key={"id": {"S": event["id"]}}), name="load")
    context.invoke(function_name=target, payload={"row": str(row), "stage": stage}, name="hand-over")
    if EAGER:
        context.step(lambda _: row["Item"], name="item")
    return {"stage": stage}
