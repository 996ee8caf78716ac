import random
import uuid
from datetime import datetime, timedelta

from aws_durable_execution_sdk_python import DurableContext, StepContext, durable_execution, durable_step

NAMESPACE = uuid.UUID("6ba7b810-9dad-11d1-80b4-00c04fd430c8")


def build_invoice_uuid(number: str) -> str:
    return str(uuid.uuid5(NAMESPACE, number))


@durable_step
def load_lines(step: StepContext, number: str) -> list:
    step.logger.info("loading lines")
    return [{"sku": "a", "cents": 1200}]


@durable_execution
def handler(event: dict, context: DurableContext) -> dict:
    issued = datetime.fromisoformat(event["issued_at"])
    due = issued + timedelta(days=30)
    rng = random.Random(42)
    lines = context.step(load_lines(event["number"]))
    sample = rng.sample(lines, k=1)
    return {
        "id": build_invoice_uuid(event["number"]),
        "due": due.isoformat(),
        "audit": sample,
    }
