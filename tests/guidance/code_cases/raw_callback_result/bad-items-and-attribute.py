from aws_durable_execution_sdk_python import durable_execution, durable_wait_for_callback
from aws_durable_execution_sdk_python.config import Duration, WaitForCallbackConfig

import polls


@durable_wait_for_callback
def open_poll(callback_id, ctx, question):
    polls.open(question, callback_id)


@durable_execution
def poll(event, context):
    day = WaitForCallbackConfig(timeout=Duration.from_days(1))
    votes = context.wait_for_callback(open_poll(event["question"]), name="poll", config=day)
    best = None
    for answer, count in votes.items():  # finds DF023
        if best is None or count > best[1]:
            best = (answer, count)
    second = context.wait_for_callback(open_poll("again?"), name="again", config=day)
    return {"best": best, "again": second.wanted}  # finds DF023
