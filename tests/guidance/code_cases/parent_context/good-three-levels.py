from aws_durable_execution_sdk_python import DurableContext, durable_execution
from aws_durable_execution_sdk_python.config import ChildConfig, Duration

from courts import file_motion, schedule


def motion(leaf: DurableContext, text: str) -> str:
    leaf.wait(Duration.from_hours(2), name="clerk")
    return leaf.step(lambda _: file_motion(text), name="file")


def hearing(branch: DurableContext, text: str) -> dict:
    filed = branch.run_in_child_context(lambda leaf: motion(leaf, text), name="motion")
    return {"filed": filed, "on": branch.step(lambda _: schedule(filed), name="date")}


@durable_execution
def case_handler(event: dict, context: DurableContext) -> dict:
    return context.run_in_child_context(
        lambda branch: hearing(branch, event["motion"]),
        name="case",
        config=ChildConfig(is_virtual=True),
    )
