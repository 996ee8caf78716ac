import aws_durable_execution_sdk_python as durable
from aws_durable_execution_sdk_python.config import Duration

from study import sleep_score


class Bed:
    def sleep(self, hours):
        return {"hours": hours}


def sleep(context, hours):
    context.wait(Duration.from_hours(hours), name="sleep")


@durable.durable_execution
def sleep_study(event, context):
    night = Bed().sleep(event["hours"])
    sleep(context, night["hours"])
    return context.step(lambda _: sleep_score(event["patient"]), name="score")
