import os
from pathlib import Path

import aws_durable_execution_sdk_python as sdk

from ledger import import_file


@sdk.durable_step
def list_ledgers(step, folder):
    hidden = {path.name for path in Path(folder).glob(".*")}
    return [name for name in os.listdir(folder) if name not in hidden]


@sdk.durable_execution
def import_ledgers(event, context):
    rows = 0
    for name in context.step(list_ledgers(event["folder"])):
        rows += context.step(lambda _: import_file(name), name=f"import-{name}")
    return {"rows": rows}
