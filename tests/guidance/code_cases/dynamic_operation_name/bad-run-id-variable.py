from uuid import uuid4

from aws_durable_execution_sdk_python import durable_execution, durable_step

import scanner


@durable_step
def scan(step, path):
    return scanner.scan(path)


@durable_execution
def scan_handler(event, context):
    run_id = uuid4().hex[:8]  # finds DF001
    first = context.step(scan(event["path"]), f"scan-{run_id}")  # finds DF003
    return {"result": first}
