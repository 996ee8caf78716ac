from aws_durable_execution_sdk_python import DurableContext, durable_execution
from aws_durable_execution_sdk_python.config import Duration

from antenna import align


@durable_execution
def handler(event: dict, context: DurableContext) -> dict:
    try:
        context.wait(Duration.from_minutes(30), name="orbit")
        aligned = context.step(lambda _: align(event["dish"]), name="align")
    except:  # finds DF010
        aligned = False
    return {"aligned": aligned}
