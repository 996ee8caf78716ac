from datetime import datetime, timedelta
from decimal import Decimal

import aws_durable_execution_sdk_python as sdk

import tariffs


@sdk.durable_execution
def quote(event, context):
    rate = context.step(lambda _: tariffs.rate(event["zone"]), name="rate")
    if rate == 0:
        return {"zone": event["zone"], "until": datetime.fromisoformat(event["until"])}  # finds DF022
    total = Decimal(rate) * Decimal(event["kilos"])
    valid = datetime.fromisoformat(event["until"]) + timedelta(days=7)
    return {"total": total, "valid": valid.isoformat()}  # finds DF022
