from aws_durable_execution_sdk_python import DurableContext, durable_execution
from aws_durable_execution_sdk_python.config import Duration

from loans import score, underwrite


@durable_execution
def handler(event: dict, context: DurableContext) -> dict:
    def review(child: DurableContext) -> dict:
        points = child.step(lambda _: score(event["applicant"]), name="score")
        context.wait(Duration.from_seconds(30), name="pause")  # finds DF006
        return child.step(lambda _: underwrite(points), name="underwrite")

    return context.run_in_child_context(review, name="review")
