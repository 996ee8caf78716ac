import uuid
from datetime import datetime

from aws_durable_execution_sdk_python import DurableContext, StepContext, durable_execution, durable_step

import inventory


@durable_step
def reserve(step: StepContext, order: dict, reference: str) -> dict:
    return inventory.reserve(order["items"], reference)


@durable_execution
def handler(event: dict, context: DurableContext) -> dict:
    reference = str(uuid.uuid4())  # finds DF001
    started = datetime.utcnow().isoformat()  # finds DF001
    held = context.step(reserve(event, reference))
    return {"reference": reference, "started": started, "held": held}
