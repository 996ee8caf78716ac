import os

from aws_durable_execution_sdk_python import durable_execution

STAGE = os.environ.get("STAGE", "dev")
NAME = os.environ.get("NAME", "kiln")
TARGET = os.environ.get("TARGET", "dev:live")
BARE = os.getenv("BARE")


def fire(context, stage):
    return context.invoke(f"fire-{stage}", {}, name="fire")


@durable_execution
def pottery(event, context):
    context.invoke(f"{NAME}:live", {}, name="literal-alias")
    context.invoke(f"throw-{TARGET}", {}, name="alias-in-default")
    context.invoke(f"throw-{STAGE}-{event['line']}", {}, name="from-event")
    context.invoke(f"throw-{BARE}", {}, name="no-default")
    context.invoke(f"throw-{os.environ['REQUIRED']}", {}, name="required")
    context.invoke(f"{NAME}{STAGE}", {}, name="no-literal-text")
    context.invoke(NAME, {}, name="only-a-variable")
    context.invoke("throw-{}:{}".format(STAGE, "live"), {}, name="formatted-alias")
    context.invoke("throw-%s:live" % STAGE, {}, name="old-alias")
    context.invoke("throw-" + STAGE + ":live", {}, name="added-alias")
    return fire(context, event["stage"])
