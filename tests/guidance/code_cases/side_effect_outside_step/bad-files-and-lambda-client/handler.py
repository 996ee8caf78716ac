import json

import boto3
from aws_durable_execution_sdk_python import DurableContext, durable_execution

from exporter import write_manifest

lam = boto3.client("lambda")


@durable_execution
def export_handler(event: dict, context: DurableContext) -> dict:
    rows = context.step(lambda _: [{"id": 1}, {"id": 2}], name="collect-rows")
    manifest = write_manifest(event["job"], rows)
    lam.invoke(  # finds DF002
        FunctionName="indexer:live",
        Payload=json.dumps({"manifest": manifest}),
    )
    return {"manifest": manifest}
