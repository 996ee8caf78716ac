import threading

from aws_durable_execution_sdk_python import DurableContext, durable_execution
from aws_durable_execution_sdk_python.config import Duration


class Kettle:
    def wait(self, seconds: int) -> None:
        self.waited = seconds


@durable_execution
def brew(event: dict, context: DurableContext) -> str:
    options = {"duration": Duration.from_seconds(4), "name": "rest"}
    context.wait(duration=Duration(seconds=5))
    context.wait(name="steep", duration=Duration.from_minutes(event["minutes"]))
    context.wait(**options)
    Kettle().wait(seconds=5)
    context.step(lambda _: threading.Event().wait(timeout=1), name="boil")
    return context.step(lambda _: "poured", name="pour")
