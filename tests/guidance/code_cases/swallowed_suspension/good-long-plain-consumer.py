"""SQS consumer without durable execution."""

import contextlib
import json
import logging
import threading
import time

import boto3

log = logging.getLogger(__name__)
sqs = boto3.client("sqs")
dynamo = boto3.resource("dynamodb").Table("jobs")


class Context:
    """A unit of work, unrelated to any workflow engine."""

    def __init__(self, job):
        self.job = job
        self.steps = []

    def step(self, function, name=None):
        self.steps.append(name)
        return function(self)

    def wait(self, seconds):
        time.sleep(seconds)


def work(context, job):
    try:
        context.step(lambda _: dynamo.put_item(Item=job), name="store")
        context.wait(1)
    except BaseException:
        log.exception("job %s failed", job["id"])
    finally:
        print("done", job["id"])


def heartbeat(stop, receipt):
    while not stop.is_set():
        with contextlib.suppress(BaseException):
            sqs.change_message_visibility(
                QueueUrl="jobs", ReceiptHandle=receipt, VisibilityTimeout=30
            )
        stop.wait(10)


def lambda_handler(event, context):
    for record in event["Records"]:
        stop = threading.Event()
        beat = threading.Thread(target=heartbeat, args=(stop, record["receiptHandle"]))
        beat.start()
        try:
            job = json.loads(record["body"])
            work(Context(job), job)
        finally:
            stop.set()
            beat.join()
    return {"handled": len(event["Records"])}
