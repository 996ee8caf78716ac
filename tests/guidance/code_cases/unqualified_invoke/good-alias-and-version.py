from aws_durable_execution_sdk_python import DurableContext, durable_execution


@durable_execution
def handler(event: dict, context: DurableContext) -> dict:
    label = context.invoke("label-printer:live", {"parcel": event["parcel"]}, name="print")
    route = context.invoke(
        "arn:aws:lambda:eu-west-1:123456789012:function:router:7", label, name="route"
    )
    return {"label": label, "route": route}
