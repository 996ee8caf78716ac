import logging

import aws_durable_execution_sdk_python as sdk

from tolls import fee

logger = logging.getLogger(__name__)
logger.setLevel("INFO")


def assess(ctx, vehicle):
    if vehicle["axles"] > 2:
        logger.info("heavy vehicle %s", vehicle["plate"])  # finds DF011
    return ctx.step(lambda _: fee(vehicle), name="fee")


@sdk.durable_execution
def toll(event, context):
    return {"fee": assess(context, event["vehicle"])}
