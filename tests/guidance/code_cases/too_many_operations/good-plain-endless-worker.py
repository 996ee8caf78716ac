import json
import time

import boto3

sqs = boto3.client("sqs")


def run(queue):
    while True:
        batch = sqs.receive_message(QueueUrl=queue, WaitTimeSeconds=20)
        for message in batch.get("Messages", []):
            print(json.loads(message["Body"]))
        time.sleep(1)


def handler(event, context):
    for number in range(9000):
        sqs.delete_message(QueueUrl=event["queue"], ReceiptHandle=str(number))
    return {"deleted": 9000}
