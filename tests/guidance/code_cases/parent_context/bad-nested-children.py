from __future__ import annotations

from aws_durable_execution_sdk_python import DurableContext, durable_execution
from aws_durable_execution_sdk_python.config import Duration

from courts import file_motion, schedule


@durable_execution
def case_handler(event: dict, context: DurableContext) -> dict:
    def outer(branch: DurableContext) -> dict:
        def inner(leaf: DurableContext) -> str:
            filed = leaf.step(lambda _: file_motion(event["motion"]), name="file")
            branch.wait(Duration.from_hours(2), name="clerk")  # finds DF006
            return filed

        filed = branch.run_in_child_context(inner, name="motion")
        return {"filed": filed, "on": branch.step(lambda _: schedule(filed), name="date")}

    return context.run_in_child_context(outer, name="case")
