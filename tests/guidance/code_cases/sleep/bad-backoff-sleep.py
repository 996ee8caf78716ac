import time

from aws_durable_execution_sdk_python import DurableContext, StepError, durable_execution

from telescope import point


@durable_execution
def handler(event: dict, context: DurableContext) -> dict:
    for attempt in range(3):
        try:
            return context.step(lambda _: point(event["target"]), name=f"point-{attempt}")
        except StepError:
            time.sleep(2**attempt)  # finds DF009
    return {"pointed": False}
