import aws_durable_execution_sdk_python as durable

from violins import restring, varnish


@durable.durable_step
def varnish_body(step, violin="default"):
    return varnish(violin)


@durable.durable_step
def new_strings(violin: str, gauge: int) -> str:  # finds DF015
    return restring(violin, gauge)


@durable.durable_execution
def workshop(event, context):
    done = context.parallel(
        [
            lambda ctx: ctx.step(varnish_body, name="varnish"),  # finds DF015
            lambda ctx: ctx.step(new_strings(event["violin"], 4), name="strings"),
        ],
        name="repair",
    )
    done.throw_if_error()
    return {"violin": event["violin"]}
