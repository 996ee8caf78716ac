from os import environ, getenv

from aws_durable_execution_sdk_python import durable_execution

import wine


def fast() -> bool:
    return environ.get("FAST", "no").strip().lower() in {"yes", "true", "1"}  # finds DF001


@durable_execution
def handler(event, context):
    rounds = int(getenv("ROUNDS", "3"))  # finds DF001
    for number in range(rounds):
        context.step(lambda _: wine.turn(number), name=f"turn-{number}")
    quick = fast()
    mode = "short" if quick else "long"
    if mode == "long" and event["cellar"]:
        context.step(lambda _: wine.rest(event["cellar"]), name="rest")
    if getenv("DRY_RUN"):  # finds DF001
        return {"dry": True}
    return context.step(lambda _: wine.bottle(event["cellar"]), name="bottle")
