import os

from aws_durable_execution_sdk_python import durable_execution

STAGE = os.environ.get("STAGE", "dev")
TEAM = "glaze"
KILN = f"{TEAM}-kiln-{STAGE}"


@durable_execution
def pottery(event, context):
    region = os.getenv("KILN_REGION", default="north")
    context.invoke(f"throw-{STAGE}", {"clay": event["clay"]}, name="throw")  # finds DF018
    context.invoke(KILN, {"clay": event["clay"]}, name="fire")  # finds DF018
    context.invoke("pack-" + region, {"clay": event["clay"]}, name="pack")  # finds DF018
    context.invoke("ship-{}".format(STAGE), {"clay": event["clay"]}, name="ship")  # finds DF018
    return context.invoke("bill-%s-%s" % (region, STAGE), {"clay": event["clay"]}, name="bill")  # finds DF018
