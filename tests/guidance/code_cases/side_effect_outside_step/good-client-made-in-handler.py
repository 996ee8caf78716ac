import os

import boto3

from aws_durable_execution_sdk_python import DurableContext, durable_execution


@durable_execution
def handler(event: dict, context: DurableContext) -> dict:
    bucket = os.environ["BUCKET"]
    s3 = boto3.client("s3", region_name=os.getenv("AWS_REGION"))

    def copy(step):
        step.logger.info("copying %s", event["key"])
        s3.copy_object(
            Bucket=bucket,
            Key=f"archive/{event['key']}",
            CopySource={"Bucket": bucket, "Key": event["key"]},
        )
        return f"archive/{event['key']}"

    archived = context.step(copy, name="copy-object")
    return {"archived": archived}
