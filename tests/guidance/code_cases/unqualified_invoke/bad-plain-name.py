from aws_durable_execution_sdk_python import DurableContext, durable_execution


@durable_execution
def handler(event: dict, context: DurableContext) -> dict:
    label = context.invoke("label-printer", {"parcel": event["parcel"]}, name="print")  # finds DF018
    return {"label": label}
