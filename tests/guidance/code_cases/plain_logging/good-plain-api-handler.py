import json
import logging

from aws_lambda_powertools import Logger

powertools = Logger(service="api")
logging.basicConfig(level=logging.INFO)


def lambda_handler(event, context):
    powertools.info("request", extra={"path": event["rawPath"]})
    logging.info("headers %s", event.get("headers"))
    print("body size", len(event.get("body") or ""))
    return {"statusCode": 200, "body": json.dumps({"ok": True})}
