import json
from json import loads

import aws_durable_execution_sdk_python as durable
from aws_durable_execution_sdk_python import config as c

import auctions


def parse(text):
    return json.loads(text) if text else {"cents": 0}


@durable.durable_execution
def auction(event, context):
    limit = c.CallbackConfig(timeout=c.Duration.from_hours(1))
    hammer = context.create_callback("hammer", limit)
    context.step(lambda _: auctions.open_lot(event["lot"], hammer.callback_id), name="open-lot")
    raw = hammer.result()
    outcome = parse(raw)
    bidder = loads(raw)["bidder"] if raw else None
    return {"lot": event["lot"], "cents": outcome["cents"], "bidder": bidder}
