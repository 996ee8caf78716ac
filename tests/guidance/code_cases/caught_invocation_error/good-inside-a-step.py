from aws_durable_execution_sdk_python import StepContext, durable_execution, durable_step

import mirror


@durable_step
def copy(_: StepContext, source: str) -> dict:
    try:
        return {"copied": mirror.copy(source)}
    except Exception as error:
        mirror.discard(source)
        return {"copied": None, "why": str(error)}


@durable_execution
def handler(event, context):
    return context.step(copy(event["source"]), name="copy")
