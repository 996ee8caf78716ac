from aws_durable_execution_sdk_python import CallbackError, StepError, durable_execution
from aws_durable_execution_sdk_python.config import Duration, WaitForCallbackConfig
from aws_durable_execution_sdk_python.serdes import JsonSerDes

import claims

ASSESSMENT = WaitForCallbackConfig(timeout=Duration.from_hours(24), serdes=JsonSerDes())


@durable_execution
def handler(event, context):
    context.step(lambda _: claims.open(event["claim"]), name="open-claim")
    try:
        answer = context.wait_for_callback(
            lambda callback_id, _: claims.ask(event["claim"], callback_id), name="assess", config=ASSESSMENT
        )
    except (CallbackError, StepError):
        context.step(lambda _: claims.reject(event["claim"]), name="reject-claim")
        return {"claim": event["claim"], "accepted": False}
    return {"claim": event["claim"], "accepted": answer["accepted"]}
