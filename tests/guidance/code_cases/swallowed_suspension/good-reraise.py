from aws_durable_execution_sdk_python import durable_execution, durable_with_child_context
from aws_durable_execution_sdk_python.config import Duration

import press


@durable_with_child_context
def print_run(child, pages):
    try:
        child.step(lambda _: press.start(pages), name="start")
        child.wait(Duration.from_hours(1), name="printing")
    except BaseException:
        child.logger.debug("leaving the print run")
        raise
    return pages


@durable_execution
def printing(event, context):
    return {"pages": context.run_in_child_context(print_run(event["pages"]), name="run")}
