import logging
import sys
from aws_durable_execution_sdk_python import DurableContext, durable_execution
from aws_durable_execution_sdk_python.logger import LoggerInterface

logging.basicConfig(level=logging.INFO, stream=sys.stdout)
log = logging.getLogger("orders")
log.info("cold start")

def describe(logger: LoggerInterface, order: dict) -> None:
    logger.info("order %s has %d lines", order["id"], len(order["lines"]))

@durable_execution
def handler(event: dict, context: DurableContext):
    log = context.logger
    log.info("start")
    describe(context.logger, event)
    def body(step):
        logging.getLogger("orders").info("inside")
        print("inside")
        return 1
    return context.step(body, name="body")
