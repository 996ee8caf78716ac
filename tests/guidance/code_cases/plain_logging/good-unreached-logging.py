import logging
import sys

import aws_durable_execution_sdk_python as sdk

from shelves import count

logger = logging.getLogger()
logger.info("cold start on %s", sys.version)


def describe(shelf):
    return f"shelf {shelf}"


def main():
    print("usage: python shelf.py SHELF")
    logger.info(describe(sys.argv[1]))


@sdk.durable_execution
def shelf_handler(event, context):
    counted = context.step(lambda _: count(event["shelf"]), name="count")
    return {"what": describe(event["shelf"]), "counted": counted}


if __name__ == "__main__":
    main()
