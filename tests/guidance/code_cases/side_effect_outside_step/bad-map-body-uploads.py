import boto3 as aws
import httpx
import aws_durable_execution_sdk_python as durable

bucket = aws.client("s3")


def thumbnail(ctx, photo, index, photos):
    original = bucket.get_object(Bucket="photos", Key=photo["key"])  # finds DF002
    size = original["ContentLength"]
    small = ctx.step(lambda _: {"key": photo["key"], "size": size // 10}, name="shrink")
    httpx.post("https://cdn.example/purge", json=small)  # finds DF002
    return small


@durable.durable_execution
def gallery(event, context):
    batch = context.map(event["photos"], thumbnail, name="thumbnails")
    if batch.has_failure:
        return {"failed": batch.failure_count}
    return {"thumbnails": batch.get_results()}
