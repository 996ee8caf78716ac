import json
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import boto3

table = boto3.resource("dynamodb").Table("parking")


@dataclass
class Ticket:
    plate: str
    fee: Decimal


def load(plate):
    item = table.get_item(Key={"plate": plate})["Item"]
    return Ticket(item["plate"], item["fee"])


def zones(item):
    return {zone for zone in item["zones"]}


def handler(event, context):
    ticket = load(event["plate"])
    body = {"fee": ticket.fee, "at": datetime.now(), "zones": zones(event)}
    return {"statusCode": 200, "body": json.dumps(body, default=str)}
