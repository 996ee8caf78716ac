from aws_lambda_powertools import Logger

from aws_durable_execution_sdk_python import durable_execution
from aws_durable_execution_sdk_python.config import Duration

from pools import chlorine

logger = Logger(service="pools")


@durable_execution
def pool_handler(event, context):
    logger.info("checking pool", pool=event["pool"])  # finds DF011
    first = context.step(lambda _: chlorine(event["pool"]), name="first-reading")
    context.wait(Duration.from_hours(1), name="mixing")
    second = context.step(lambda _: chlorine(event["pool"]), name="second-reading")
    if second < first:
        logger.warning("chlorine is falling", extra={"first": first})  # finds DF011
    return {"reading": second}
