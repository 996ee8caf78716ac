from aws_durable_execution_sdk_python import durable_execution
from aws_durable_execution_sdk_python.config import Duration

from exams import grade, register


def enrol(ctx, student):
    seat = ctx.step(lambda step: register(student), name="register")
    ctx.wait(Duration.from_days(1), name="cooling-off")
    return seat


@durable_execution
def exam(event, context):
    seat = enrol(context, event["student"])
    mark = context.step(lambda step: grade(seat, attempt=step.attempt), name="grade")
    return {"seat": seat, "mark": mark}
