import json

import boto3

lambda_client = boto3.client("lambda")


def handler(event, context):
    reply = lambda_client.invoke(
        FunctionName="label-printer", Payload=json.dumps({"parcel": event["parcel"]})
    )
    return json.loads(reply["Payload"].read())
