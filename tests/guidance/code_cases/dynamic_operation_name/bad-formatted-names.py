import random
import uuid
from time import time

from aws_durable_execution_sdk_python import DurableContext, durable_execution


def bottle(child, item, index, items):
    return child.step(lambda _: f"{item}-bottled", name="bottle")


@durable_execution
def cellar(event: dict, context: DurableContext):
    lot = "lot-{}".format(random.randint(1, 9))  # finds DF001
    shelf = "shelf-{number:>4}".format(number=time())  # finds DF001
    rack = "rack-%s" % uuid.uuid4()  # finds DF001
    crate = "-".join(["crate", event["id"], str(random.random())])  # finds DF001
    label = "label-" + str(time()).upper().zfill(20)  # finds DF001
    bottled = context.map(event["casks"], bottle, name=lot)  # finds DF003
    bottled.throw_if_error()
    racked = context.parallel([lambda child: "a", lambda child: "b"], name=shelf)  # finds DF003
    racked.throw_if_error()
    context.invoke("crates:live", {"id": event["id"]}, name=rack)  # finds DF003
    context.run_in_child_context(lambda child: "c", name=crate)  # finds DF003
    return context.step(lambda _: "labelled", name=label)  # finds DF003
