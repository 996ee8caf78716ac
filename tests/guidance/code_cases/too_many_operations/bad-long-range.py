from aws_durable_execution_sdk_python import DurableContext, durable_execution

from seats import label


@durable_execution
def handler(event: dict, context: DurableContext) -> dict:
    labels = []
    for number in range(5000):  # finds DF025
        labels.append(context.step(lambda _: label(number), name=f"label-{number}"))
    return {"labels": len(labels)}
