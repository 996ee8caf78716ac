import aws_durable_execution_sdk_python as durable
from aws_lambda_powertools.logging import Logger

from harvest import reap

log = Logger()


@durable.durable_execution
def harvest_handler(event: dict, context: durable.DurableContext) -> dict:
    def field(child):
        log.debug("entering the field")  # finds DF011
        return child.step(lambda _: reap(event["field"]), name="reap")

    try:
        tons = context.run_in_child_context(field, name="field")
    except durable.ChildContextError as error:
        log.exception("harvest failed")  # finds DF011
        print(error.message)  # finds DF011
        tons = 0
    return {"tons": tons}
