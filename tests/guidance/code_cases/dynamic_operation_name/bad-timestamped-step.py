import time

from aws_durable_execution_sdk_python import DurableContext, durable_execution

from reports import render


@durable_execution
def handler(event: dict, context: DurableContext) -> dict:
    page = context.step(
        lambda _: render(event["report"]),
        name=f"render-{time.time_ns()}",  # finds DF001, DF003
    )
    return {"page": page}
