import logging

from aws_durable_execution_sdk_python import durable_execution as durable

from turbines import inspect


def blade(ctx, number, index, numbers):
    logging.info("inspecting blade %d", number)  # finds DF011
    return ctx.step(lambda _: inspect(number), name="inspect-blade")


@durable
def turbine(event, context):
    blades = context.map(event["blades"], blade, name="blades")
    for item in blades.all:
        if item.error:
            logging.getLogger("turbine").error("blade %d: %s", item.index, item.error)  # finds DF011
    return {"ok": blades.success_count}
