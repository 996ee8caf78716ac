"""Nightly catalogue ingest: every read and write is a step of its own."""

import csv
import io
import os
from typing import Any

import boto3
import requests

from aws_durable_execution_sdk_python import DurableContext, StepContext, durable_execution, durable_step
from aws_durable_execution_sdk_python.config import Duration, MapConfig, StepConfig
from aws_durable_execution_sdk_python.retries import RetryStrategyConfig, create_retry_strategy

s3 = boto3.client("s3")
catalogue = boto3.resource("dynamodb").Table(os.environ.get("TABLE", "catalogue"))

SLOW_SOURCE = StepConfig(
    retry_strategy=create_retry_strategy(
        RetryStrategyConfig(max_attempts=8, initial_delay=Duration.from_seconds(30))
    )
)


@durable_step
def download(step: StepContext, url: str, key: str) -> str:
    step.logger.info("downloading", extra={"url": url})
    reply = requests.get(url, timeout=30)
    reply.raise_for_status()
    s3.put_object(Bucket=os.environ["BUCKET"], Key=key, Body=reply.content)
    return key


@durable_step
def split(step: StepContext, key: str) -> list[str]:
    body = s3.get_object(Bucket=os.environ["BUCKET"], Key=key)["Body"].read()
    rows = list(csv.DictReader(io.StringIO(body.decode())))
    parts = []
    for start in range(0, len(rows), 500):
        part = f"{key}.part{start}"
        s3.put_object(
            Bucket=os.environ["BUCKET"], Key=part, Body=str(rows[start : start + 500])
        )
        parts.append(part)
    return parts


def load_part(ctx: DurableContext, part: str, index: int, parts: Any) -> int:
    def write(_: StepContext) -> int:
        s3.get_object(Bucket=os.environ["BUCKET"], Key=part)
        catalogue.put_item(Item={"part": part, "index": index})
        return 500

    return ctx.step(write, name="write-part")


@durable_execution
def ingest(event: dict, context: DurableContext) -> dict:
    key = f"{event['supplier']}/{event['date']}.csv"
    context.step(download(event["url"], key), config=SLOW_SOURCE)
    parts = context.step(split(key))
    context.logger.info("split into %d parts", len(parts))
    loaded = context.map(
        parts, load_part, name="load-parts", config=MapConfig(max_concurrency=4)
    )
    loaded.throw_if_error()
    return {"rows": sum(loaded.get_results())}
