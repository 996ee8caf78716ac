"""Batch sizing for a plain queue consumer; the names are our own."""

from dataclasses import dataclass
from enum import Enum

import boto3


class TerminationMode(Enum):
    DRAIN = "drain"
    STOP = "stop"


@dataclass
class WaitDecision:
    initial_delay_seconds: int
    max_delay_seconds: int
    timeout_seconds: int = 30


class ItemBatcher:
    def __init__(self, semantics):
        self.semantics = semantics

    def batches(self, items):
        return [items[i : i + 10] for i in range(0, len(items), 10)]


def handler(event, context):
    decision = WaitDecision(initial_delay_seconds=1, max_delay_seconds=9)
    batcher = ItemBatcher(semantics="exactly-once")
    sqs = boto3.client("sqs")
    for batch in batcher.batches(event["items"]):
        sqs.receive_message(QueueUrl=batch[0], WaitTimeSeconds=decision.timeout_seconds)
    return {"mode": TerminationMode.DRAIN.value}
