import hashlib
import time
from datetime import datetime, timezone

import aws_durable_execution_sdk_python as sdk

from ledger import post_entry

BOOTED_AT = time.time()


def report_uptime():
    return {"uptime": time.time() - BOOTED_AT, "now": datetime.now().isoformat()}


def health_handler(event, context):
    return report_uptime()


def uuid_like(text: str) -> str:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return f"{digest[:8]}-{digest[8:12]}"


@sdk.durable_execution
def ledger_handler(event: dict, context: sdk.DurableContext) -> dict:
    entry_id = uuid_like(event["document"])
    booked = datetime.fromtimestamp(event["epoch"], tz=timezone.utc)
    posted = context.step(
        lambda _: post_entry(entry_id, booked.isoformat()), name="post-entry"
    )
    return {"entry": entry_id, "posted": posted}
