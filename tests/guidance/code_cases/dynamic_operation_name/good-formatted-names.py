import random

from aws_durable_execution_sdk_python import DurableContext, durable_execution


def bottle(child, item, index, items):
    return child.step(lambda _: f"{item}-bottled", name="bottle-{}".format(index))


@durable_execution
def cellar(event: dict, context: DurableContext):
    number = context.step(lambda _: random.randint(1, 9), name="draw")
    lot = "lot-{}-{year}".format(number, year=event["year"])
    rack = "rack-%s" % event["rack"]
    crate = "-".join(["crate", event["id"], str(number)])
    bottled = context.map(event["casks"], bottle, name=lot)
    bottled.throw_if_error()
    context.invoke("crates:live", {"id": event["id"]}, name=rack)
    return context.step(lambda _: "labelled", name="label-" + crate.upper())
