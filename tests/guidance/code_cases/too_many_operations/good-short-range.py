from aws_durable_execution_sdk_python import DurableContext, durable_execution

from seats import label, label_many


@durable_execution
def handler(event: dict, context: DurableContext) -> dict:
    labels = []
    for number in range(400):
        labels.append(context.step(lambda _: label(number), name=f"label-{number}"))
    for block in range(0, 5000, 500):
        labels.extend(context.step(lambda _: label_many(block, 500), name=f"block-{block}"))
    return {"labels": len(labels)}
