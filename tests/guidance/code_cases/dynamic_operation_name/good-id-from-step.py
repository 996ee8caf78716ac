import uuid

from aws_durable_execution_sdk_python import DurableContext, StepContext, durable_execution, durable_step


@durable_step
def new_batch_id(_: StepContext) -> str:
    return uuid.uuid4().hex


@durable_execution
def handler(event: dict, context: DurableContext) -> dict:
    batch_id = context.step(new_batch_id())
    name = f"import-{batch_id}"
    rows = context.step(lambda _: len(event["rows"]), name=name)
    return {"batch": batch_id, "rows": rows}
