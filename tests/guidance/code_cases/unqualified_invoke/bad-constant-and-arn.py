from aws_durable_execution_sdk_python import durable_execution
from aws_durable_execution_sdk_python.config import InvokeConfig

SCORER = "credit-scorer"


@durable_execution
def credit(event, context):
    score = context.invoke(
        SCORER,  # finds DF018
        {"applicant": event["applicant"]},
        name="score",
    )
    decision = context.invoke(
        function_name="arn:aws:lambda:eu-west-1:123456789012:function:underwriter",  # finds DF018
        payload={"score": score},
        name="underwrite",
        config=InvokeConfig(tenant_id=event["tenant"]),
    )
    return {"decision": decision}
