from __future__ import annotations

import logging

from aws_durable_execution_sdk_python import DurableContext

from shelves import count

LOG = logging.getLogger(__name__)


class Flow:
    def __init__(self, context: DurableContext) -> None:
        self.context = context

    def run(self, shelf: str) -> dict:
        LOG.info("counting shelf %s", shelf)  # finds DF011
        counted = self.context.step(lambda _: count(shelf), name="count")
        self.context.logger.info("counted %d", counted)
        return {"shelf": shelf, "counted": counted}
