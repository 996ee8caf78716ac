import os

from aws_durable_execution_sdk_python import StepContext, durable_execution, durable_step


@durable_step
def flags(step: StepContext) -> dict:
    if os.environ.get("LOUD"):
        step.logger.info("loud")
    return {"audit": os.environ.get("AUDIT") == "1", "limit": int(os.getenv("LIMIT", "5"))}


@durable_execution
def handler(event, context):
    known = context.step(flags(), name="flags")
    for number in range(known["limit"]):
        context.step(lambda _: number, name=f"part-{number}")
    if known["audit"]:
        context.step(lambda _: "audited" if os.environ.get("AUDITOR") else "noted", name="audit")
    return known
