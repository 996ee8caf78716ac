from aws_durable_execution_sdk_python import DurableContext, durable_execution
from aws_durable_execution_sdk_python.config import Duration

from loans import score, underwrite


@durable_execution
def handler(event: dict, context: DurableContext) -> dict:
    def review(context: DurableContext) -> dict:
        points = context.step(lambda _: score(event["applicant"]), name="score")
        context.wait(Duration.from_seconds(30), name="pause")
        return context.step(lambda _: underwrite(points), name="underwrite")

    first = context.run_in_child_context(review, name="review")
    context.wait(Duration.from_days(1), name="reflection")
    return first
