from aws_durable_execution_sdk_python import DurableContext, durable_execution
from aws_durable_execution_sdk_python.config import Duration

from antenna import align, park


@durable_execution
def handler(event: dict, context: DurableContext) -> dict:
    status = "unknown"
    try:
        context.wait(Duration.from_minutes(30), name="orbit")
        context.step(lambda _: align(event["dish"]), name="align")
        status = "aligned"
    except Exception as error:
        context.logger.warning("align failed: %s", error)
        context.step(lambda _: park(event["dish"]), name="park")
        status = "parked"
    finally:
        finished = True
    return {"status": status, "finished": finished}
