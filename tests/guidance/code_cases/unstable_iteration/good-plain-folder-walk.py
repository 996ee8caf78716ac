import os
from pathlib import Path

import boto3

s3 = boto3.client("s3")


def handler(event, context):
    stored = []
    for name in os.listdir("/mnt/films"):
        s3.upload_file(f"/mnt/films/{name}", "films", name)
        stored.append(name)
    for owner in {record["owner"] for record in event["Records"]}:
        s3.put_object(Bucket="owners", Key=owner, Body=b"")
    for path in Path("/tmp").iterdir():
        path.unlink()
    return {"stored": stored}
