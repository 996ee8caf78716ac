import functools

import aws_durable_execution_sdk_python as sdk

from violins import restring


def traced(function):
    @functools.wraps(function)
    def wrapper(step, *args, **kwargs):
        step.logger.debug("enter %s", function.__name__)
        return function(step, *args, **kwargs)

    return wrapper


@sdk.durable_step
@traced
def new_strings(step, violin, gauge):
    return restring(violin, gauge)


@sdk.durable_with_child_context
def repair(child, violin):
    return child.step(new_strings(violin, gauge=4))


@sdk.durable_execution
def workshop(event, context):
    return {"violin": context.run_in_child_context(repair(event["violin"]), name="repair")}
