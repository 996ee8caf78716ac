import os

from aws_durable_execution_sdk_python import durable_execution as durable

ALIAS = os.environ.get("ALIAS", "live")
PRESS = f"press:{ALIAS}"
TARGETS = {"red": "red-wine:prod", "white": "white-wine:prod"}
STABLE = "bottling:12"


@durable
def winery(event, ctx):
    pressed = ctx.invoke(PRESS, {"kilos": event["kilos"]}, name="press")
    aged = ctx.invoke(TARGETS[event["colour"]], pressed, name="age")
    return ctx.invoke(STABLE, aged, name="bottle")
