import csv
import io
import json
import logging
from datetime import datetime, timedelta, timezone
from itertools import islice
import boto3
from aws_durable_execution_sdk_python import DurableContext, durable_execution
from aws_durable_execution_sdk_python.config import CompletionConfig, MapConfig

logger = logging.getLogger(__name__)
logger.setLevel(logging.INFO)
s3 = boto3.client("s3")
glue = boto3.client("glue")

def list_keys(bucket: str, prefix: str) -> list[str]:
    paginator = s3.get_paginator("list_objects_v2")
    return [item["Key"] for page in paginator.paginate(Bucket=bucket, Prefix=prefix) for item in page.get("Contents", [])]

def chunked(values, size):
    iterator = iter(values)
    while chunk := list(islice(iterator, size)):
        yield chunk

def transform(bucket: str, key: str) -> dict:
    logger.info("transforming %s", key)
    body = s3.get_object(Bucket=bucket, Key=key)["Body"].read().decode("utf-8")
    rows = list(csv.DictReader(io.StringIO(body)))
    out = key.replace("raw/", "clean/").replace(".csv", ".json")
    cleaned = [row for row in rows if row.get("amount")]
    s3.put_object(Bucket=bucket, Key=out, Body=json.dumps(cleaned))
    return {"key": out, "rows": len(cleaned), "dropped": len(rows) - len(cleaned)}

def process_chunk(ctx: DurableContext, chunk: list, index: int, chunks: list) -> dict:
    results = [ctx.step(lambda _, key=key: transform(chunk[0]["bucket"], key), name=f"transform-{n}") for n, key in enumerate(chunk[0]["keys"])]
    return {"rows": sum(result["rows"] for result in results), "files": [result["key"] for result in results]}

@durable_execution
def handler(event: dict, context: DurableContext) -> dict:
    bucket = event["bucket"]
    day = datetime.fromisoformat(event["time"]).astimezone(timezone.utc)
    prefix = f"raw/{day - timedelta(days=1):%Y/%m/%d}/"
    keys = context.step(lambda _: list_keys(bucket, prefix), name="list")
    if not keys:
        context.logger.info("nothing for %s", prefix)
        return {"files": 0}
    chunks = [[{"bucket": bucket, "keys": part}] for part in chunked(sorted(keys), 50)]
    batch = context.map(chunks, process_chunk, name="chunks", config=MapConfig(max_concurrency=10, completion_config=CompletionConfig(tolerated_failure_percentage=5)))
    if batch.failure_count:
        context.logger.warning("%s chunks failed", batch.failure_count)
    rows = sum(result["rows"] for result in batch.get_results())
    context.step(lambda _: glue.start_crawler(Name="clean"), name="crawl")
    return {"files": len(keys), "rows": rows, "day": day.date().isoformat()}
