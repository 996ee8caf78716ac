import os
import time
from aws_durable_execution_sdk_python import durable_execution, DurableContext
import boto3

sqs = boto3.client("sqs")

def api(event, _context):
    body = {"at": time.time(), "event": event}
    sqs.send_message(QueueUrl=os.environ["QUEUE"], MessageBody=str(body))
    print(body)
    return {"statusCode": 202}

def forward(record: dict) -> str:
    return sqs.send_message(QueueUrl=os.environ["QUEUE"], MessageBody=record["body"])["MessageId"]

@durable_execution
def worker(event: dict, context: DurableContext) -> list:
    ids = []
    for index, record in enumerate(event["Records"]):
        ids.append(context.step(lambda _: forward(record), name=f"forward-{index}"))
    return ids
