import json
from decimal import Decimal, InvalidOperation

from aws_durable_execution_sdk_python import DurableContext, durable_execution
from aws_durable_execution_sdk_python import StepError

import mirrors


def parse(text: str) -> dict:
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        return {}


@durable_execution
def mirror(event: dict, context: DurableContext) -> dict:
    options = parse(event["options"])
    try:
        price = Decimal(options.get("price", "0"))
    except InvalidOperation:
        price = Decimal(0)
    try:
        text = context.step(lambda _: mirrors.download(event["url"]), name="download")
    except StepError:
        text = ""
    return {"text": text, "price": str(price)}
