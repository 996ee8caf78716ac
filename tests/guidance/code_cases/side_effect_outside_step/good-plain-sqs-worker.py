import json
import sqlite3
import subprocess

import boto3
import requests

dynamo = boto3.resource("dynamodb")
audit = dynamo.Table("audit")


def lambda_handler(event, context):
    failures = []
    db = sqlite3.connect("cache.db")
    for record in event["Records"]:
        body = json.loads(record["body"])
        try:
            requests.post(body["url"], json=body, timeout=2)
            audit.put_item(Item={"id": record["messageId"]})
        except requests.RequestException:
            failures.append({"itemIdentifier": record["messageId"]})
    db.close()
    subprocess.run(["rm", "-f", "cache.db"], check=False)
    return {"batchItemFailures": failures}
