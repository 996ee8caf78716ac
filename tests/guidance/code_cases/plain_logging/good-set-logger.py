import logging

from aws_durable_execution_sdk_python import durable_execution, durable_with_child_context

from turbines import inspect


@durable_with_child_context
def blade(child, number):
    child.logger.debug("blade %d", number)
    return child.step(lambda _: inspect(number), name="inspect-blade")


@durable_execution
def turbine(event, context):
    context.set_logger(logging.getLogger("turbine"))
    states = []
    for number in event["blades"]:
        states.append(context.run_in_child_context(blade(number), name=f"blade-{number}"))
    context.logger.warning("states %s", states)
    return {"states": states}
