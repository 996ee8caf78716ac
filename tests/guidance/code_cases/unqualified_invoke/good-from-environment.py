import os

from aws_durable_execution_sdk_python import durable_execution

SCORER = os.environ["SCORER_FUNCTION"]


@durable_execution
def credit(event, context):
    score = context.invoke(SCORER, {"applicant": event["applicant"]}, name="score")
    decision = context.invoke(
        function_name=os.environ["UNDERWRITER"], payload={"score": score}, name="underwrite"
    )
    extra = context.invoke(event["callback_function"], decision, name="extra")
    return {"decision": decision, "extra": extra}
