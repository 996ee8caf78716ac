import aws_durable_execution_sdk_python as durable
from aws_durable_execution_sdk_python.config import Duration, WaitForCallbackConfig

from visas import open_case, score


@durable.durable_execution
def visa(event, context):
    case_number = None
    total = 0

    def submit(callback_id, ctx):
        nonlocal case_number
        case_number = open_case(event["passport"], callback_id)  # finds DF005

    def add_score(step):
        nonlocal total
        total += score(event["passport"])  # finds DF005

    verdict = context.wait_for_callback(
        submit,
        name="embassy",
        config=WaitForCallbackConfig(timeout=Duration.from_days(60)),
    )
    context.step(add_score, name="score")
    return {"case": case_number, "total": total, "verdict": verdict}
