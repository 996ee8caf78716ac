import base64
import gzip
import json
import re
from aws_durable_execution_sdk_python import durable_execution
import alerts

PATTERN = re.compile(r"ERROR (?P<code>\d+)")
COUNTS = {"seen": 0}

def decode(record):
    return json.loads(gzip.decompress(base64.b64decode(record["data"])))

@durable_execution
def handler(event, context):
    found = []
    for record in event["records"]:
        for line in decode(record)["logEvents"]:
            if match := PATTERN.search(line["message"]):
                found.append({"code": match["code"], "at": line["timestamp"]})
    codes = {each["code"] for each in found}
    for code in sorted(codes):
        context.step(lambda _: alerts.raise_alert(code, COUNTS["seen"]), name=f"alert-{code}")
    if "500" in codes and len(found) > 10:
        context.step(lambda _: alerts.page(found[:10]), name="page")
    return {"codes": list(sorted(codes)), "count": len(found)}
