"""A plain function behind API Gateway; the durable work lives elsewhere."""

import json
import os
import random
import time
import uuid

import boto3

lambda_client = boto3.client("lambda")


def handler(event, context):
    request_id = str(uuid.uuid4())
    print("request", request_id)
    for attempt in range(3):
        try:
            lambda_client.invoke(
                FunctionName=os.environ["WORKER"],
                InvocationType="Event",
                Payload=json.dumps({"id": request_id, "at": time.time()}),
            )
            break
        except Exception:
            time.sleep(random.random())
    return {"statusCode": 202, "body": json.dumps({"id": request_id})}
