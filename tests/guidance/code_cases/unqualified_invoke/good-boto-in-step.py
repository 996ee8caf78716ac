import json

import boto3

from aws_durable_execution_sdk_python import DurableContext, StepContext, durable_execution, durable_step

client = boto3.client("lambda")


@durable_step
def fire_and_forget(step: StepContext, function: str, body: dict) -> int:
    reply = client.invoke(
        FunctionName="metrics-collector",
        InvocationType="Event",
        Payload=json.dumps({"for": function, **body}),
    )
    return reply["StatusCode"]


@durable_execution
def handler(event: dict, context: DurableContext) -> dict:
    done = context.invoke("worker:blue", event, name="worker")
    context.step(fire_and_forget("worker:blue", {"done": done}))
    return {"done": done}
