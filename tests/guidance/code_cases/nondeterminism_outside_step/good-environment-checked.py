import os

from aws_durable_execution_sdk_python import durable_execution

import reports


def bucket() -> str:
    name = os.environ.get("BUCKET")
    if not name:
        raise RuntimeError("BUCKET is not set")
    return name


@durable_execution
def handler(event, context):
    place = bucket()
    if os.environ.get("DEBUG"):
        context.logger.info("bucket %s", place)
    if os.environ["AWS_REGION"] == "eu-central-1":
        context.step(lambda _: reports.register(place), name="register")
    limit = 100
    if "LIMIT" in os.environ:
        limit = int(os.environ["LIMIT"])
    return context.step(lambda _: reports.write(place, limit), name="write")
