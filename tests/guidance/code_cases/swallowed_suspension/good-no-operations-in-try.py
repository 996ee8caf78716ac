import json
from contextlib import suppress

from aws_durable_execution_sdk_python import DurableContext, durable_execution

from sluice import open_gate


def parse(raw: str) -> dict:
    try:
        return json.loads(raw)
    except BaseException:
        return {}


@durable_execution
def sluice(event: dict, context: DurableContext) -> dict:
    options = parse(event.get("options", "{}"))
    minutes = 5
    with suppress(KeyError, ValueError):
        minutes = int(options["minutes"])
    try:
        gate = event["gate"].strip().lower()
    finally:
        options.clear()
    opened = context.step(lambda _: open_gate(gate, minutes), name="open-gate")
    return {"opened": opened}
