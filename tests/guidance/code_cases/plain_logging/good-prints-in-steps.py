import logging

from aws_durable_execution_sdk_python import durable_execution
from aws_durable_execution_sdk_python.config import Duration, WaitForCallbackConfig

from desk import open_ticket, triage

logger = logging.getLogger("desk")


def submit(callback_id, ctx):
    logger.info("ticket for %s", callback_id)
    print("waiting for the desk")
    open_ticket(callback_id)


@durable_execution
def support(event, context):
    def sort_out(step):
        logger.debug("triage of %s", event["subject"])
        print("attempt", step.attempt)
        return triage(event["subject"])

    queue = context.step(sort_out, name="triage")
    answer = context.wait_for_callback(
        submit,
        name="desk",
        config=WaitForCallbackConfig(timeout=Duration.from_hours(4)),
    )
    return {"queue": queue, "answer": answer}
