import os

from aws_durable_execution_sdk_python import DurableContext, durable_execution
from aws_durable_execution_sdk_python.config import Duration

import ledger


@durable_execution
def settle(event: dict, context: DurableContext) -> dict:
    entry = context.step(lambda _: ledger.open_entry(event), name="open-entry")
    if os.environ.get("FOUR_EYES") == "on":  # finds DF001
        context.wait(Duration.from_hours(4), name="second-look")
    if os.environ["REGION_MODE"] == "multi":  # finds DF001
        context.step(lambda _: ledger.mirror(entry), name="mirror")
    else:
        context.logger.info("one region only")
    return {"entry": entry}
