import os

import aws_durable_execution_sdk_python as sdk

from ledger import import_file


@sdk.durable_execution
def import_ledgers(event, context):
    rows = 0
    for name in os.listdir("/mnt/ledgers"):  # finds DF024
        rows += context.step(lambda _: import_file(name), name=f"import-{name}")
    return {"rows": rows}
