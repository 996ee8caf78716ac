import uuid
from datetime import datetime, timezone
from decimal import Decimal

from aws_durable_execution_sdk_python import durable_execution, durable_step


@durable_step
def measure(step, grams):
    return {
        "id": uuid.uuid4(),
        "at": datetime.now(timezone.utc),
        "price": Decimal("0.35") * grams,
        "raw": b"\x00\x01",
        "pair": (grams, grams * 2),
    }


@durable_execution
def scales(event, context):
    reading = context.step(measure(event["grams"]))
    return {
        "id": str(reading["id"]),
        "at": reading["at"].isoformat(),
        "price": float(reading["price"]),
        "pair": reading["pair"],
    }
