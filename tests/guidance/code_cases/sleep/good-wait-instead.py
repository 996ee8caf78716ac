from aws_durable_execution_sdk_python import DurableContext, StepError, durable_execution
from aws_durable_execution_sdk_python.config import Duration

from telescope import point


@durable_execution
def handler(event: dict, context: DurableContext) -> dict:
    for attempt in range(3):
        try:
            return context.step(lambda _: point(event["target"]), name=f"point-{attempt}")
        except StepError:
            context.wait(Duration.from_seconds(2**attempt), name=f"backoff-{attempt}")
    return {"pointed": False}
