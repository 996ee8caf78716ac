import os

from aws_durable_execution_sdk_python import durable_execution

import parcels


class Settings:
    def __init__(self):
        self.insure = os.environ.get("INSURE") == "1"  # finds DF001


@durable_execution
def handler(event, context):
    settings = Settings()
    weight = context.step(lambda _: parcels.weigh(event), name="weigh")
    policy = context.step(lambda _: parcels.insure(weight), name="insure") if settings.insure else None
    "AUDIT" in os.environ and context.step(lambda _: parcels.audit(weight), name="audit")  # finds DF001
    match os.getenv("CARRIER"):  # finds DF001
        case "bike":
            context.step(lambda _: parcels.bike(weight), name="bike")
        case _:
            context.step(lambda _: parcels.truck(weight), name="truck")
    return {"policy": policy}
