import random as rnd

import aws_durable_execution_sdk_python as sdk
from aws_durable_execution_sdk_python import config as cfg

from crawler import fetch_page

runs = 0


@sdk.durable_execution
def crawl(event, context):
    global runs
    runs += 1  # finds DF001
    page = context.step(lambda step: fetch_page(event["url"]), name="fetch-page")
    context.wait(
        cfg.Duration.from_seconds(rnd.randint(5, 30)),  # finds DF001
        name="politeness",
    )
    again = context.step(lambda step: fetch_page(page["next"]), name="fetch-next")
    return {"run": runs, "next": again}
